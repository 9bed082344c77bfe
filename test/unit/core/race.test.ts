import { expect } from 'chai';
import type { RaceOptions } from '../../../src/core/detect/race.ts';
import { millis } from '../../build/clock.ts';
import { findEpisodes } from './findEpisodes.ts';
import { runLike } from './runLike.ts';

const OPTIONS: RaceOptions = {
  skew: (a, b) => (a === b ? 0 : 2000),
  fresh: () => true,
  trusted: () => true,
  locks: false,
  unknown: false,
};

describe('race episodes', () => {
  it('five thousand pods that overlap are one race, in a number of steps that grows with the runs', () => {
    const steps = (count: number): number => {
      let calls = 0;
      const runs = Array.from({ length: count }, (_, index) =>
        runLike({ pod: `p${index}`, node: `n${index}`, from: index % 10, to: 3600 + (index % 7) }),
      );
      const skew = (): number => {
        calls += 1;
        return 2000;
      };
      const episodes = findEpisodes(runs, { ...OPTIONS, skew });
      expect(episodes.map(({ level, runs: all }) => [level, all.length])).to.deep.equal([
        ['observed', count],
      ]);
      return calls;
    };
    const [small, large] = [steps(2500), steps(5000)];
    expect(large / small).to.be.lessThan(2.1);
    expect(large / 5000).to.be.lessThan(40);
  });

  it('all pods on one node are no slower', () => {
    const runs = Array.from({ length: 5000 }, (_, index) => runLike({ pod: `p${index}`, from: 0, to: 3600 }));
    expect(findEpisodes(runs, OPTIONS)).to.have.length(1);
  });

  it('a clock that is far off makes an overlap possible, never certain', () => {
    const runs = [
      runLike({ pod: 'p1', node: 'n1', from: 0, to: 60 }),
      runLike({ pod: 'p2', node: 'n2', from: 5, to: 50 }),
    ];
    const [episode] = findEpisodes(runs, { ...OPTIONS, trusted: (node) => node !== 'n2' });
    expect(episode?.level).to.equal('possible');
    expect(episode?.overlap).to.equal(0);
  });

  it('a run between two with bad clocks is judged by the good ones', () => {
    const bad = Array.from({ length: 20 }, (_, index) =>
      runLike({ pod: `b${index}`, node: `b${index}`, from: 0, to: 900 }),
    );
    const good = [
      runLike({ pod: 'g1', node: 'g1', from: 1, to: 60 }),
      runLike({ pod: 'g2', node: 'g2', from: 2, to: 60 }),
    ];
    const [episode] = findEpisodes([...bad, ...good], {
      ...OPTIONS,
      trusted: (node) => node.startsWith('g'),
    });
    expect(episode?.level).to.equal('observed');
  });

  it('one pod never races itself', () => {
    const runs = [
      runLike({ pod: 'p1', from: 0, to: 60 }),
      runLike({ pod: 'p1', from: 5, to: 50, sequence: 2 }),
    ];
    expect(findEpisodes(runs, OPTIONS)).to.deep.equal([]);
  });

  it('a free retry goes on with the episode of its loser; a later retry does not', () => {
    const free = (from: number) =>
      findEpisodes(
        [
          runLike({ pod: 'p1', from: 0, to: 10 }),
          runLike({ pod: 'p2', from: 2, to: 9, outcome: 'Failed' }),
          runLike({ pod: 'p2', from, to: from + 3, sequence: 2, inPlace: 'Retry' }),
          runLike({ pod: 'p3', from, to: from + 2 }),
        ],
        OPTIONS,
      ).length;
    expect(free(13)).to.equal(1);
    expect(free(30)).to.equal(2);
  });

  it('is certain from the first end of two that overlap', () => {
    const [episode] = findEpisodes(
      [runLike({ pod: 'p1', from: 0, to: 20 }), runLike({ pod: 'p2', from: 5, to: 25 })],
      OPTIONS,
    );
    expect(episode).to.include({
      certainAt: millis(20),
      startedAt: millis(0),
      endedAt: millis(25),
      overlap: 15_000,
    });
  });

  it('is certain from the start of one that was cut off where nobody saw its end, whatever ends later', () => {
    const cut = runLike({ pod: 'p2', from: 5, outcome: 'Interrupted' });
    const running = runLike({ pod: 'p1', from: 0, outcome: 'Running' });
    for (const other of [running, runLike({ pod: 'p1', from: 0, to: 20 })])
      expect(findEpisodes([other, cut], OPTIONS)[0]?.certainAt).to.equal(millis(5));
  });

  it('is not over while one of its runs is active', () => {
    const [episode] = findEpisodes(
      [runLike({ pod: 'p1', from: 0, to: 20 }), runLike({ pod: 'p2', from: 5, outcome: 'Running' })],
      OPTIONS,
    );
    expect(episode?.endedAt).to.equal(undefined);
    expect(episode?.level).to.equal('observed');
  });

  it('a run that could not be started takes part in nothing', () => {
    const runs = [
      runLike({ pod: 'p1', from: 0, to: 20 }),
      { ...runLike({ pod: 'p2', from: 5, outcome: 'NotExecuted' }), startedAt: undefined },
    ];
    expect(findEpisodes(runs, OPTIONS)).to.deep.equal([]);
  });
});
