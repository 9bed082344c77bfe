import { expect } from 'chai';
import { Clocks } from '../../../../src/core/race/clocks.ts';
import { createClassifier } from '../../../../src/core/classify/classifier.ts';
import { uid, workId } from '../../../../src/core/model/refs.ts';
import { Races } from '../../../../src/core/race/races.ts';
import { ContainerTrack } from '../../../../src/core/track/containerTrack.ts';
import { WorkloadTrack } from '../../../../src/core/track/workloadTrack.ts';
import { containerSpec } from '../../../../src/facts/container.ts';
import { millis } from '../../../build/clock.ts';
import { ALEMBIC } from '../../../build/container.ts';
import { runLike } from '../runLike.ts';

const spec = containerSpec({ name: 'migrate', ...ALEMBIC });
const verdict = createClassifier()(spec, { workloadKind: 'Job' });

/** A Job of its own, with its init container. */
function jobOf(name: string): { readonly track: WorkloadTrack; readonly container: ContainerTrack } {
  const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'default', name, uid: uid(name) };
  const track = new WorkloadTrack({ ref, owner: ref, transient: true, nameBase: name, bornAt: undefined });
  const container = new ContainerTrack(spec, verdict, () => undefined);
  track.containers.set('migrate', container);
  return { track, container };
}

const run = (pod: string, from: number, to: number) => ({
  ...runLike({ pod, from, to }),
  databaseWork: workId('orders'),
});

describe('ten thousand Jobs that do the same work on the same database', () => {
  const COUNT = 10_000;

  it('one after the other concern nobody else, and leave nothing behind', () => {
    const races = new Races(new Clocks(2000));
    let [concerned, most] = [0, 0];
    for (let index = 0; index < COUNT; index += 1) {
      const { track, container } = jobOf(`job-${index}`);
      const from = 60 * index;
      concerned += races.take(track, run(`p${index}`, from, from + 5), millis(from + 6)).size;
      races.stateOf(container);
      concerned += races.leave(container).size - 1;
      if (index % 100 === 0) most = Math.max(most, races.size);
    }
    expect(concerned).to.equal(0);
    expect(most).to.be.lessThan(15);
  });

  it('at once are one race in each finding, told from one sweep', () => {
    let steps = 0;
    class CountingClocks extends Clocks {
      override trusted(node: string): boolean {
        steps += 1;
        return super.trusted(node);
      }
    }
    const stepsOf = (count: number): number => {
      steps = 0;
      const races = new Races(new CountingClocks(2000));
      const jobs = Array.from({ length: count }, (_, index) => jobOf(`job-${index}`));
      jobs.forEach(({ track }, index) => {
        races.take(track, run(`p${index}`, 0, 600 + (index % 9)), millis(700));
      });
      for (const { container } of jobs.slice(0, 20)) {
        expect(races.stateOf(container).counts).to.include({ observed: 1 });
      }
      return steps;
    };
    const [small, large] = [stepsOf(1000), stepsOf(2000)];
    expect(large / small).to.be.within(1.5, 2.2);
  });
});

describe('a race that goes on and on', () => {
  /** Each run overlaps with the next, for ever. */
  function chain(length: number): { readonly most: number; readonly total: number; readonly level: string } {
    const races = new Races(new Clocks(0));
    const { track, container } = jobOf('chain');
    const begin = (index: number) => runLike({ pod: `p${index}`, from: 10 * index, outcome: 'Running' });
    let most = 0;
    for (let index = 0; index < length; index += 1) {
      races.take(track, begin(index + 1), millis(10 * index + 10));
      const outcome = index === 5 ? 'Failed' : 'Succeeded';
      const end = runLike({ pod: `p${index}`, from: 10 * index, to: 10 * index + 15, outcome });
      races.take(track, end, millis(10 * index + 15));
      most = Math.max(most, races.size);
    }
    const last = runLike({ pod: `p${length}`, from: 10 * length, to: 10 * length + 15 });
    races.take(track, last, millis(10 * length + 15));
    const { counts } = races.stateOf(container);
    const level = counts.failed > 0 ? 'failed' : 'observed';
    return { most, total: counts.possible + counts.observed + counts.failed, level };
  }

  it('is one, keeps the level that it had, and keeps no more runs than the newest fifteen thousand', () => {
    expect(chain(100)).to.deep.include({ total: 1, level: 'failed' });
    const { most, ...long } = chain(22_000);
    expect(long).to.deep.equal({ total: 1, level: 'failed' });
    expect(most).to.be.within(10_000, 15_010);
  }).timeout(60_000);
});

describe('five thousand pods of one workload that overlap', () => {
  class CountingClocks extends Clocks {
    steps = 0;
    override trusted(node: string): boolean {
      this.steps += 1;
      return super.trusted(node);
    }
  }

  /** All begin, then all end, each by an observation of its own. */
  function overlapping(count: number): { readonly steps: number; readonly counts: object } {
    const clocks = new CountingClocks(2000);
    const races = new Races(clocks);
    const { track, container } = jobOf('all');
    const pods = Array.from({ length: count }, (_, index) => `p${index}`);
    pods.forEach((pod, index) => {
      races.take(track, runLike({ pod, node: `n-${pod}`, from: 0, outcome: 'Running' }), millis(1 + index));
    });
    pods.forEach((pod, index) => {
      races.take(track, runLike({ pod, node: `n-${pod}`, from: 0, to: 9000 }), millis(9001 + index));
    });
    return { steps: clocks.steps, counts: races.stateOf(container).counts };
  }

  it('are one race, told in work that is linear in runs', () => {
    const [small, large] = [overlapping(1000), overlapping(5000)];
    expect(large.counts).to.deep.equal({ possible: 0, observed: 1, failed: 0 });
    expect(large.steps).to.be.at.most(5 * small.steps * 1.5);
    expect(large.steps).to.be.below(5000 * 200);
  }).timeout(60_000);
});
