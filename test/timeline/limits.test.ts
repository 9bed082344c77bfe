import { expect } from 'chai';
import fc from 'fast-check';
import { createEngine } from '../../src/core/createEngine.ts';
import { millis } from '../build/clock.ts';
import { ALEMBIC } from '../build/container.ts';
import { namespace } from '../build/namespace.ts';
import { pod } from '../build/pod.ts';
import { failed, running, succeeded } from '../build/state.ts';
import { deployment, job } from '../build/workload.ts';
import { project } from '../../src/facts/project.ts';
import { renderSnapshot } from '../../src/telemetry/renderSnapshot.ts';
import { longNames, racingFleet } from './fleet.ts';
import { Story } from './story.ts';

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

describe('a finding of five thousand living pods', () => {
  const story = racingFleet();
  const finding = story.find();

  it('is one race', () => {
    expect(finding?.status.races).to.include({ total: 1, failed: 1 });
    expect(finding?.status.races.last).to.include({ podCount: 5000 });
    expect(finding?.status.races.last?.runs).to.have.length(10);
    expect(finding?.status.recentRuns).to.have.length(10);
  });

  it('is at most 16 KiB as stored, managedFields included', () => {
    // What the server adds: uid, resourceVersion, two entries of managedFields that name each field.
    expect(bytesOf(finding) + 2500).to.be.lessThan(16 * 1024);
  });

  it('has a ledger of at most 8 KiB', () => {
    expect(finding?.status.ledger.length).to.be.within(1000, 8192);
  });

  it('goes on after a restart without counting anything twice', () => {
    const { runs, reruns, races } = story.status();
    const again = story.restart(500).status();
    expect(again.runs.total).to.equal(runs.total);
    expect(again.reruns).to.deep.equal(reruns);
    expect(again.races).to.deep.include({ total: races.total, failed: races.failed });
  });
});

describe('names as long as Kubernetes allows', () => {
  it('fit, too', () => {
    const [finding] = longNames().findings();
    expect(finding?.status.races.total).to.equal(1);
    expect(bytesOf(finding) + 2500).to.be.lessThan(16 * 1024);
  });
});

const TRANSIENT_PODS = 10_000;

/** Lines of the metrics page that are no comments. */
function seriesOf(story: Story): number {
  const lines = renderSnapshot(story.snapshot()).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).length;
}

describe('ten thousand transient pods', () => {
  it('leave nothing but their sums', () => {
    const story = new Story({ record: 'notable' });
    const before = seriesOf(story);
    for (let index = 0; index < TRANSIENT_PODS; index += 1) {
      const one = pod(`build-${index}`).restartPolicy('Never').generateName('build-').at(index);
      story.see(index, one.init('migrate', running(`r${index}`, { at: index })));
      story.lose(
        index + 1,
        one.init('migrate', succeeded(`r${index}`, { from: index, to: index + 1 })).phase('Succeeded'),
      );
    }
    expect(story.findings()).to.have.length(0);
    const { containers, transient, pods } = story.snapshot();
    expect(containers).to.have.length(0);
    expect(pods).to.equal(0);
    expect(transient).to.have.length(1);
    expect(transient[0]).to.deep.include({ namespace: 'default', workloadKind: 'Pod', sideEffecting: 0 });
    expect(transient[0]?.runs).to.include({ Succeeded: TRANSIENT_PODS, Running: 0 });
    expect(seriesOf(story) - before).to.be.within(1, 20);
  });

  it('leave nothing of a namespace that has gone', () => {
    const story = new Story({ record: 'notable' });
    const one = pod('build-7').namespace('pr-7').restartPolicy('Never').generateName('build-');
    const done = one.init('migrate', succeeded('a1', { from: 1, to: 2 })).phase('Succeeded');
    story.see(1, namespace('pr-7'), done).lose(3, done).lose(4, namespace('pr-7'));
    expect(story.snapshot().transient, 'other watches may lag').to.have.length(1);
    story.lose(1000, namespace('pr-8'));
    expect(story.snapshot().transient).to.deep.equal([]);
  });

  it('whose Job goes first are forgotten a week later where every object is wanted', () => {
    const work = job('build').init('migrate');
    const one = pod('build-7').ownedBy(work).restartPolicy('Never');
    const done = one.init('migrate', succeeded('a1', { from: 1, to: 2 })).phase('Succeeded');
    const story = new Story({ record: 'all' }).see(0, work).see(3, done).lose(4, work).lose(5, done);
    const week = 7 * 86_400;
    expect(story.findings(5 + week - 1)).to.have.length(1);
    expect(story.findings(5 + week)).to.have.length(0);
  });

  it('have an object where a condition opens', () => {
    const story = new Story({ record: 'notable' });
    const one = pod('build-7').restartPolicy('OnFailure').generateName('build-');
    story
      .see(9, one.init('migrate', failed('a1', { to: 1 })))
      .see(19, one.init('migrate', failed('a2', { rc: 1, from: 2, to: 3 })));
    expect(story.findings().map(({ name }) => name)[0]).to.match(/^build-migrate-/);
    expect(story.conditions()).to.include('CrashLooping');
  });
});

describe('record modes', () => {
  const CONTAINERS = {
    migrate: ALEMBIC,
    fetch: {
      image: 'curlimages/curl',
      command: ['curl', '-fsSLo', '/data/geo.db', 'https://example.com/geo.db'],
    },
    own: { image: 'busybox', command: ['chown', '-R', '1000', '/data'] },
  };
  const rows = [
    { record: 'notable', names: ['migrate'] },
    { record: 'flagged', names: ['fetch', 'migrate'] },
    { record: 'all', names: ['fetch', 'migrate', 'own'] },
  ] as const;
  for (const { record, names } of rows) {
    it(`${record}: ${names.join(', ')}`, () => {
      let workload = deployment('web');
      for (const [name, spec] of Object.entries(CONTAINERS)) workload = workload.init(name, spec);
      const story = new Story({ record }).see(0, workload);
      expect(
        story
          .findings()
          .map(({ spec }) => spec.container)
          .toSorted(),
      ).to.deep.equal(names);
    });
  }
});

const text = fc.constantFrom(
  '',
  'a',
  'containerd://a',
  'containerd://b',
  '\u0000',
  'é'.repeat(300),
  '2026-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'no time',
);
const odd = fc.oneof(
  text,
  fc.constant(null),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant([]),
  fc.constant({}),
  fc.constant(Number.MAX_SAFE_INTEGER),
  fc.constant(-1),
);
const block = fc.record(
  { containerID: odd, exitCode: odd, reason: odd, message: odd, startedAt: odd, finishedAt: odd },
  { requiredKeys: [] },
);
const oddState = fc.oneof(
  odd,
  fc.record(
    { waiting: fc.oneof(odd, block), running: fc.oneof(odd, block), terminated: fc.oneof(odd, block) },
    { requiredKeys: [] },
  ),
);
const oddStatus = fc.oneof(
  odd,
  fc.record(
    {
      name: fc.constantFrom('migrate', 'wait', 'main', ''),
      containerID: odd,
      restartCount: odd,
      state: oddState,
      lastState: oddState,
    },
    { requiredKeys: [] },
  ),
);
const oddCondition = fc.oneof(
  odd,
  fc.record({
    type: fc.constantFrom(
      'Initialized',
      'PodReadyToStartContainers',
      'DisruptionTarget',
      'AllContainersRestarting',
    ),
    status: odd,
    reason: odd,
    lastTransitionTime: odd,
  }),
);
const oddPod = fc.record({
  gone: fc.boolean(),
  name: fc.constantFrom('p1', 'p2'),
  created: odd,
  deleted: odd,
  status: fc.oneof(
    odd,
    fc.record(
      {
        phase: odd,
        reason: odd,
        initContainerStatuses: fc.oneof(odd, fc.array(oddStatus, { maxLength: 4 })),
        containerStatuses: fc.oneof(odd, fc.array(oddStatus, { maxLength: 2 })),
        conditions: fc.oneof(odd, fc.array(oddCondition, { maxLength: 4 })),
      },
      { requiredKeys: [] },
    ),
  ),
});

describe('whatever a pod says of itself', () => {
  it('the engine never throws, and what it finds adds up', () => {
    fc.assert(
      fc.property(fc.array(oddPod, { maxLength: 12 }), (versions) => {
        const engine = createEngine();
        engine.synced(millis(0));
        versions.forEach((version, index) => {
          const projection = project('Pod', {
            metadata: {
              name: version.name,
              uid: version.name,
              namespace: 'default',
              creationTimestamp: version.created,
              deletionTimestamp: version.deleted,
            },
            spec: {
              initContainers: [{ name: 'migrate', ...ALEMBIC }, { name: 'wait' }],
              containers: [{ name: 'main' }],
            },
            status: version.status,
          });
          if (projection.kind === 'refused') return;
          const type = version.gone ? 'gone' : 'seen';
          for (const key of engine.observe({ type, fact: projection.fact }, millis(index))) {
            for (const { status } of engine.evaluate(key, millis(index)).findings) expectSound(status.runs);
          }
        });
        engine.snapshot(millis(versions.length));
      }),
      { numRuns: 300 },
    );
  });
});

function expectSound(runs: object): void {
  const { total, exact, exactSince, ...outcomes } = { total: 0, exact: false, exactSince: '', ...runs };
  expect(typeof exact).to.equal('boolean');
  expect(exactSince).to.match(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?$/);
  const counts = Object.values<unknown>(outcomes);
  for (const count of counts)
    expect(count)
      .to.satisfy(Number.isSafeInteger)
      .and.satisfy((one: number) => one >= 0);
  expect(counts.reduce<number>((sum, count) => sum + Number(count), 0)).to.equal(total);
}
