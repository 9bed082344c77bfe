import { expect } from 'chai';
import { project } from '../../../src/facts/project.ts';
import { node } from '../../build/node.ts';
import { podFactOf } from '../../build/observation.ts';
import { running, succeeded, terminated } from '../../build/state.ts';
import { momentsOf, RECORDINGS } from '../replayRecording.ts';
import { born, told, up } from './pods.ts';

describe('V8 how far a node’s clock is ahead', () => {
  it('is never above the truth, which is 0 in every recording, and reaches it', () => {
    const ahead = RECORDINGS.flatMap((name) =>
      momentsOf(name).flatMap(({ observation: { fact } }) =>
        fact.kind === 'Pod' && fact.clock !== undefined ? [fact.clock.ahead] : [],
      ),
    );
    expect(Math.max(...ahead)).to.equal(0);
    expect(ahead.length).to.be.greaterThan(500);
  });

  it('is not told from Ready, which the node controller writes by the server’s clock (38)', () => {
    const unreachable = up()
      .written(23)
      .condition('Ready', 'False', 80)
      .condition('ContainersReady', 'False', 80);
    expect(podFactOf(unreachable).clock?.ahead).to.be.at.most(0);
  });

  it('is told from the ends of containers', () => {
    expect(
      podFactOf(
        up()
          .written(9)
          .init('migrate', succeeded('g1', { from: 5, to: 16 })),
      ).clock?.ahead,
    ).to.equal(7000);
  });
});

describe('C15 a node that is only unreachable', () => {
  it('nothing is evicted; an init container that ended meanwhile goes on running until the kubelet is back', () => {
    const story = told(
      born()
        .sandbox(1)
        .init('migrate', succeeded('g0', { from: 2, to: 3 })),
    );
    const other = born('web-h1-2')
      .sandbox(1)
      .init('migrate', running('g1', { at: 5 }));
    story.see(110, other).see(180, node('n1').ready('Unknown', 180));
    expect(story.status('migrate').runs).to.include({ total: 2, running: 1 });
    story.see(240, node('n1').ready('True', 240)).see(
      241,
      born('web-h1-2')
        .sandbox(1)
        .init('migrate', succeeded('g1', { from: 5, to: 65 })),
    );
    expect(story.status('migrate').runs).to.include({ total: 2, succeeded: 2, running: 0, exact: true });
    expect(story.status('migrate').recentRuns[0]?.finishedAt).to.equal('2026-01-01T00:01:05Z');
  });
});

describe('C20 two nodes, one of them unreachable', () => {
  const old = born('web-h1-1').node('n2').sandbox(1);
  const leaving = old.disrupted('DeletionByTaintManager', 60).deleted(60);

  it('the run that goes on there overlaps its replacement for certain once its end is known', () => {
    const r1 = running('g1', { at: 5 });
    const r2 = running('h1', { at: 61 });
    const story = told(old.init('migrate', r1))
      .see(157, node('n2').ready('Unknown', 57))
      .see(160, leaving.init('migrate', r1))
      .see(161, born('web-h1-2', 60).init('migrate', r2));
    expect(story.status('migrate').races).to.include({ observed: 0, failed: 0 });
    story
      .see(168, node('n2').ready('True', 68))
      .see(169, leaving.init('migrate', terminated('g1', 143, { from: 5, to: 68 })))
      .see(190, born('web-h1-2', 60).init('migrate', succeeded('h1', { from: 61, to: 75 })));
    expect(story.status('migrate').races).to.include({ observed: 1, failed: 0 });
    expect(story.status('migrate').runs).to.include({ total: 2, interrupted: 1, succeeded: 1 });
    expect(story.attributed('migrate')).to.deep.equal(['', 'Taint']);
  });
});

describe('C22 whether a node answers', () => {
  it('is said by Ready not being Unknown; the time of its heartbeat is old on healthy nodes', () => {
    for (const [status, fresh] of [
      ['True', true],
      ['False', true],
      ['Unknown', false],
    ] as const) {
      const built = node('n1').ready(status, 50).build();
      const conditions = [
        {
          type: 'Ready',
          status,
          lastHeartbeatTime: '2020-01-01T00:00:00Z',
          lastTransitionTime: '2026-01-01T00:00:50Z',
        },
      ];
      const projection = project('Node', { ...built, status: { conditions } });
      expect(
        projection.kind === 'fact' && projection.fact.kind === 'Node' && projection.fact.fresh,
        status,
      ).to.equal(fresh);
    }
  });
});
