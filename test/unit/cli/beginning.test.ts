import { expect } from 'chai';
import { ALL_LISTED } from '../../../src/cli/allListed.ts';
import { confessor } from './cliRun.ts';

/*
 * Where the lists end that a recording begins with: until then nothing is judged, as in the operator, which waits for all kinds.
 */

const T = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

interface Line {
  readonly type: string;
  readonly object: object;
  readonly receivedAt?: string;
}

const line = (second: number, object: object, type = 'ADDED'): Line => ({
  receivedAt: T(second),
  type,
  object,
});
const untimed = ({ type, object }: Line): Line => ({ type, object });
const json = (lines: readonly object[]): string => lines.map((one) => JSON.stringify(one)).join('\n');

let version = 100;
const metadata = (name: string, created: number, more: object = {}): object => ({
  name,
  namespace: 'shop',
  uid: `uid-${name}`,
  resourceVersion: String((version += 1)),
  creationTimestamp: T(created).replace('.000', ''),
  ...more,
});
const node = (): object => ({ apiVersion: 'v1', kind: 'Node', metadata: metadata('n1', -9999) });
const app = { name: 'app', image: 'shop:1' };
/** A pod that holds the lock, and has no init container. */
const holder = (created = -500): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata('zeus', created),
  spec: { containers: [app] },
  status: { phase: 'Running' },
});
const migrate = { name: 'migrate', image: 'shop:1', command: ['liquibase', 'update'] };
const LOCKED =
  'Could not acquire change log lock.  Currently locked by zeus (10.0.0.7) since 1/1/26, 10:00 AM';

/** A pod whose migration found the lock taken by zeus. */
const loser = (name: string, created: number, end: number, owner?: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: metadata(name, created, owner === undefined ? {} : { ownerReferences: [owner] }),
  spec: { initContainers: [migrate], containers: [app] },
  status: {
    phase: 'Pending',
    initContainerStatuses: [
      {
        name: 'migrate',
        restartCount: 0,
        state: {
          terminated: {
            exitCode: 1,
            reason: 'Error',
            message: LOCKED,
            containerID: `containerd://${name}`,
            startedAt: T(end - 5),
            finishedAt: T(end),
          },
        },
      },
    ],
  },
});

interface Printed {
  readonly findings: readonly {
    readonly spec: { readonly workloadRef: { readonly kind: string; readonly name: string } };
    readonly status: {
      readonly runs: { readonly total: number; readonly exact: boolean; readonly exactSince?: string };
      readonly conditions: readonly {
        readonly type: string;
        readonly reason: string;
        readonly status: string;
      }[];
    };
  }[];
}

async function replayed(lines: readonly object[]): Promise<Printed['findings']> {
  const { code, out, err } = await confessor(['replay', '--record', 'all', '-o', 'json', '-'], json(lines));
  expect(code, err).to.equal(0);
  return (JSON.parse(out) as Printed).findings;
}

async function lockOf(lines: readonly object[]): Promise<string | undefined> {
  const [finding] = await replayed(lines);
  return finding?.status.conditions.find(({ type, status }) => type === 'StuckLock' && status === 'True')
    ?.reason;
}

describe('a recording begins with lists:', () => {
  const listed = [line(0, node()), line(0.01, loser('athena', -400, -300)), line(0.02, holder())];

  it('a lock holder that is listed some lines later is no orphan', async () => {
    expect(await lockOf(listed)).to.equal(undefined);
  });

  it('nor is it where kubectl wrote no times', async () => {
    expect(await lockOf(listed.map(untimed))).to.equal(undefined);
  });

  it('nor where the clock of the recorder is behind: lists come in the order of names, watches in that of versions', async () => {
    const [first, second] = [holder(10), loser('athena', 10, 20)];
    expect(await lockOf([line(0, second), line(0.01, first)])).to.equal(undefined);
  });

  it('nor where the recorder says itself that it has listed everything', async () => {
    const marked = [
      line(0, loser('athena', 10, 20)),
      line(0.5, holder(12)),
      { receivedAt: T(0.9), ...ALL_LISTED },
    ];
    expect(await lockOf(marked)).to.equal(undefined);
  });

  it('what happens before a slower list has ended is not lost', async () => {
    const end = loser('athena', -400, -300);
    const lines = [line(0, node()), line(0.01, end, 'MODIFIED'), line(20, holder())];
    expect(await lockOf(lines)).to.equal(undefined);
  });

  it('the owner of a pod may come later', async () => {
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'web-1',
      uid: 'uid-web-1',
      controller: true,
    };
    const above = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'web',
      uid: 'uid-web',
      controller: true,
    };
    const replicaSet = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: metadata('web-1', -600, { ownerReferences: [above] }),
    };
    const pod = loser('web-1-a', -400, -300, owner);
    const findings = await replayed([line(0, node()), line(0.01, pod), line(0.3, replicaSet)]);
    expect(findings.map(({ spec }) => spec.workloadRef)).to.deep.include.members([
      { group: 'apps', kind: 'Deployment', name: 'web', uid: 'uid-web' },
    ]);
  });
});

describe('a list that comes later', () => {
  const alive = (second: number): Line => line(second, node(), 'MODIFIED');
  const first = [line(0, node()), alive(1), line(30, loser('born', 30, 40)), alive(70)];

  it('shows that nobody had watched before: no count is exact from its birth on', async () => {
    const [watched] = await replayed(first);
    expect(watched?.status.runs).to.include({ total: 1, exact: true });
    const [interrupted] = await replayed([...first, line(600, node()), line(600.1, holder())]);
    expect(interrupted?.status.runs).to.include({ total: 1, exact: false });
  });

  it('is told by the line of a recorder, too', async () => {
    const [interrupted] = await replayed([...first, { receivedAt: T(600), ...ALL_LISTED }]);
    expect(interrupted?.status.runs).to.include({ total: 1, exact: false });
  });

  it('is none where a line stands there twice', async () => {
    const twice = first.flatMap((one) => [one, one]);
    expect(await replayed(twice)).to.deep.equal(await replayed(first));
  });
});
