import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { merge } from '../../../src/cli/replay/merge.ts';
import { type Moment, moments } from '../../../src/cli/replay/moments.ts';
import { newestTime } from '../../../src/cli/replay/newestTime.ts';
import type { Fields } from '../../../src/cli/fields.ts';
import { confessor } from './cliRun.ts';

const T = (second: number): string =>
  new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString().replace('.000', '');
const ms = (second: number): number => Date.UTC(2026, 0, 1) + second * 1000;

/** A bare pod with one init container that began at `start` and ended well at `end`. */
const pod = (name: string, start: number, end: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: T(0) },
  spec: {
    initContainers: [{ name: 'migrate', image: 'app:1', command: ['alembic', 'upgrade', 'head'] }],
    containers: [{ name: 'app', image: 'app:1' }],
  },
  status: {
    initContainerStatuses: [
      {
        name: 'migrate',
        restartCount: 0,
        containerID: `containerd://${name}`,
        state: {
          terminated: {
            exitCode: 0,
            reason: 'Completed',
            containerID: `containerd://${name}`,
            startedAt: T(start),
            finishedAt: T(end),
          },
        },
      },
    ],
  },
});

async function read(
  text: string,
): Promise<{ readonly moments: Moment[]; readonly notes: string[]; timeless: number }> {
  const seen = { moments: [] as Moment[], notes: [] as string[], timeless: 0 };
  const chunks = (async function* () {
    yield text;
  })();
  const source = {
    file: 'r',
    chunks,
    note: (note: string) => seen.notes.push(note),
    timeless: () => (seen.timeless += 1),
    fallsBack: () => seen.notes.push('falls back'),
  };
  for await (const moment of moments(source)) seen.moments.push(moment);
  return seen;
}

const json = (...values: readonly object[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n');

describe('the newest time of an object', () => {
  const CASES: readonly { readonly says: string; readonly object: Fields; readonly time: number }[] = [
    { says: 'is its creation', object: { metadata: { creationTimestamp: T(5) } }, time: ms(5) },
    {
      says: 'is found deep in its status',
      object: { status: { a: [{ b: { finishedAt: T(7) } }] } },
      time: ms(7),
    },
    {
      says: 'is that of its last writer',
      object: { metadata: { managedFields: [{ time: T(9) }] } },
      time: ms(9),
    },
    {
      says: 'is not its deletion, which is to come',
      object: { metadata: { deletionTimestamp: T(9) } },
      time: 0,
    },
    {
      says: 'is not what an annotation says',
      object: { metadata: { annotations: { endAt: T(9) } } },
      time: 0,
    },
    { says: 'is not what a name or a message says', object: { status: { message: T(9) } }, time: 0 },
    { says: 'is 0 where there is none', object: { status: null, metadata: 3 }, time: 0 },
  ];
  for (const { says, object, time } of CASES) {
    it(says, () => {
      expect(newestTime(object)).to.equal(time);
    });
  }
});

describe('the moments of a recording', () => {
  it('hold the ends of logs, and nothing of one that does not say whose it is', async () => {
    const log = {
      kind: 'ContainerLog',
      metadata: { uid: 'u1' },
      container: 'migrate',
      containerID: 'containerd://a1',
      message: 'password=hunter2 was refused',
    };
    const { moments: found } = await read(
      json(
        { receivedAt: T(50), type: 'LOG', object: log },
        { receivedAt: T(51), type: 'LOG', object: { ...log, containerID: '' } },
      ),
    );
    const words = {
      podUid: 'u1',
      container: 'migrate',
      id: 'containerd://a1',
      text: 'password=*** was refused',
    };
    expect(found).to.deep.equal([{ at: ms(50), observation: { type: 'said', words }, listed: 'no' }]);
  });

  it('have the time at which they were received', async () => {
    const text = json({ receivedAt: T(50), type: 'ADDED', object: pod('a', 1, 2) });
    const { moments: found, timeless } = await read(text);
    expect(found.map(({ at }) => at)).to.deep.equal([ms(50)]);
    expect(timeless).to.equal(0);
  });

  it('have the newest time of the object where none was written, and never fall', async () => {
    const { moments: found, timeless } = await read(
      json({ type: 'ADDED', object: pod('a', 10, 20) }, { type: 'ADDED', object: pod('b', 1, 2) }),
    );
    expect(found.map(({ at }) => at)).to.deep.equal([ms(20), ms(20)]);
    expect(timeless).to.equal(2);
  });

  it('fall back where another recording begins, and not where a clock was set', async () => {
    const line = (second: number): object => ({
      type: 'ADDED',
      receivedAt: T(second),
      object: pod('a', 1, 2),
    });
    const set = await read(json(line(50), line(45), line(51)));
    expect(set.moments.map(({ at }) => at)).to.deep.equal([ms(50), ms(50), ms(51)]);
    expect(set.notes).to.deep.equal([]);
    const { moments: two, notes } = await read(json(line(50), line(3), line(4)));
    expect(two.map(({ at }) => at)).to.deep.equal([ms(50), ms(3), ms(4)]);
    expect(notes).to.deep.equal(['falls back']);
  });

  it('leave out bookmarks, events and kinds that the engine does not know', async () => {
    const text = json(
      { type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: '7' } } },
      { type: 'ADDED', object: { kind: 'Event', metadata: { uid: 'e' } } },
      { type: 'ADDED', object: { kind: 'Widget' } },
      { type: 'ERROR', object: { kind: 'Status', code: 500 } },
    );
    expect((await read(text)).moments).to.deep.equal([]);
  });

  it('tell a deletion, and a gap where the watch lost its place', async () => {
    const text = json(
      { type: 'ADDED', object: pod('a', 1, 2) },
      { type: 'ERROR', object: { kind: 'Status', code: 410 } },
      { type: 'ERROR', object: { kind: 'Status', code: 410, details: { kind: 'replicasets' } } },
      { type: 'DELETED', object: pod('a', 1, 2) },
    );
    const found = (await read(text)).moments.map(({ observation }) => observation);
    expect(found.map((one) => one?.type)).to.deep.equal(['seen', 'gap', 'gap', 'gone']);
    expect(found[1]).to.include({ kind: 'Pod' });
    expect(found[2]).to.include({ kind: 'ReplicaSet' });
  });

  it('tell a gap where an object cannot be read', async () => {
    const text = json({ type: 'ADDED', object: { kind: 'Pod', metadata: { namespace: 'shop' } } });
    expect((await read(text)).moments[0]?.observation).to.deep.equal({
      type: 'gap',
      kind: 'Pod',
      namespace: 'shop',
    });
  });

  it('mark what a List at the beginning holds, whose items need not name their kind', async () => {
    const { kind: _, ...item } = pod('a', 1, 2) as { readonly kind: string };
    const text = json({ kind: 'PodList', items: [item] }, { type: 'ADDED', object: pod('b', 3, 4) });
    expect((await read(text)).moments.map(({ listed }) => listed)).to.deep.equal(['undated', 'undated']);
  });

  it('leave out a cut-off end, and say so', async () => {
    const text = json({ type: 'ADDED', object: pod('a', 1, 2) });
    const { moments: found, notes } = await read(`${text}\n${text.slice(0, 50)}`);
    expect(found).to.have.length(1);
    expect(notes).to.have.length(1);
    expect(notes[0]).to.match(/^r:2: the recording ends/);
  });
});

describe('recordings that are merged', () => {
  const moment = (at: number, name: string, listed: Moment['listed'] = 'no'): Moment => ({
    at,
    listed,
    observation: { type: 'gap', kind: 'Pod', namespace: name },
  });
  async function merged(...files: readonly (readonly Moment[])[]): Promise<string> {
    const sources = files.map((file) =>
      (async function* () {
        yield* file;
      })(),
    );
    const names: string[] = [];
    for await (const { observation } of merge(sources)) {
      if (observation?.type === 'gap') names.push(observation.namespace ?? '');
    }
    return names.join('');
  }

  it('come by time, and at equal times in the order of the files', async () => {
    const [one, two] = [
      [moment(1, 'a'), moment(3, 'b'), moment(3, 'c')],
      [moment(1, 'd'), moment(2, 'e'), moment(3, 'f')],
    ];
    expect(await merged(one, two)).to.equal('adebcf');
    expect(await merged(two, one)).to.equal('daefbc');
  });

  it('begin with all that stood in a List', async () => {
    expect(await merged([moment(1, 'a')], [moment(5, 'l', 'undated'), moment(6, 'b')])).to.equal('lab');
  });
});

describe('replay', () => {
  interface Printed {
    readonly findings: readonly { readonly status: { readonly runs: { readonly total: number } } }[];
    readonly metrics: string;
  }
  const recording = json({ type: 'ADDED', object: pod('a', 1, 2) });

  it('prints findings and metrics as JSON', async () => {
    const { code, out } = await confessor(['replay', '-o', 'json', '-'], recording);
    expect(code).to.equal(0);
    const { findings, metrics } = JSON.parse(out) as Printed;
    expect(findings.map(({ status }) => status.runs.total)).to.deep.equal([1]);
    expect(metrics).to.match(/^confessor_side_effecting_init_containers\{.*workload="a".*\} 1$/m);
  });

  it('prints the columns of kubectl for people', async () => {
    const { out } = await confessor(['replay', '-'], recording);
    expect(out).to.match(
      /^NAMESPACE +WORKLOAD +CONTAINER +CATEGORY +SEVERITY +STATE +RERUNS +RACES +LAST RUN\n/,
    );
    expect(out).to.match(/^shop +a +migrate +Migration +Red +\w+ +0 +0 +1s$/m);
  });

  it('says that there is nothing to say', async () => {
    const empty = json({ kind: 'PodList', items: [] });
    expect(await confessor(['replay', '-'], empty)).to.include({ code: 0, out: 'No findings.\n' });
  });

  for (const text of ['', '\n\n', '{"hello": 1}', recording.slice(0, 40)]) {
    it(`refuses ${JSON.stringify(text)}, which holds no object`, async () => {
      const { code, out, err } = await confessor(['replay', '-'], text);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(/confessor: -: holds no Kubernetes object\n {2}cure: /);
    });
  }

  const others: readonly (readonly [what: string, object: object, says: string])[] = [
    [
      'a Status',
      { kind: 'Status', code: 403 },
      'is no recording: nothing of what it holds can be replayed (Status)',
    ],
    [
      'a Table',
      { kind: 'Table', rows: [] },
      'is no recording: nothing of what it holds can be replayed (Table)',
    ],
    [
      'a list of something else',
      { kind: 'List', items: [{ kind: 'ConfigMap', metadata: { uid: 'u' } }] },
      'is no recording: nothing of what it holds can be replayed (ConfigMap, List)',
    ],
    [
      'an empty list of something else',
      { kind: 'ConfigMapList', items: [] },
      'is no recording: nothing of what it holds can be replayed (ConfigMapList)',
    ],
    [
      'a manifest',
      { kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } },
      'holds a Deployment without uid, as manifests do and no object of a cluster (lint reads manifests)',
    ],
  ];
  for (const [what, object, says] of others) {
    it(`refuses ${what}, and says what it is and what is wanted`, async () => {
      const { code, out, err } = await confessor(['replay', '-'], json(object));
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.equal(
        `confessor: -: ${says}\n  cure: give what \`confessor record\` or \`kubectl get … --watch --output-watch-events -o json\` printed\n`,
      );
    });
  }

  it('says of a watch of something else that it adds nothing', async () => {
    const event = { type: 'ADDED', object: { kind: 'Event', metadata: { uid: 'u' } } };
    expect(await confessor(['replay', '-'], json(event))).to.deep.equal({
      code: 0,
      out: 'No findings.\n',
      err: 'confessor: -: nothing of what it holds can be replayed (Event)\n',
    });
  });

  it('takes what holds other kinds beside those it knows', async () => {
    const list = { kind: 'List', items: [{ kind: 'Service', metadata: { uid: 's' } }, pod('a', 1, 2)] };
    expect((await confessor(['replay', '-'], json(list))).out).to.match(/^shop +a +migrate/m);
  });

  for (const broken of [recording.slice(0, 60), recording.replace('"type"', '"type'), '{"a": [1, 2}']) {
    it(`refuses a recording with a broken line in its midst: ${broken.slice(0, 20)}…`, async () => {
      const { code, out, err } = await confessor(
        ['replay', '-'],
        `${recording}\n${broken}\n${recording}\n${recording}\n`,
      );
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(/confessor: -:2: is not .*\n {2}cure: /);
    });
  }

  it('reads lists whose items do not say their kind, also within another list', async () => {
    const { kind: _, ...item } = pod('a', 1, 2) as { readonly kind: string };
    const list = { apiVersion: 'v1', kind: 'PodList', items: [item] };
    const { out } = await confessor(['replay', '-'], json({ apiVersion: 'v1', kind: 'List', items: [list] }));
    expect(out).to.match(/^shop +a +migrate/m);
  });

  it('counts pods under the owner they name where the recording has none of its kind, and says what to record', async () => {
    const owned = (name: string, kind: string, apiVersion: string): object => {
      const one = pod(name, 1, 2) as { readonly metadata: object };
      const owner = { apiVersion, kind, name: `of-${name}`, uid: `of-${name}`, controller: true };
      return { type: 'ADDED', object: { ...one, metadata: { ...one.metadata, ownerReferences: [owner] } } };
    };
    const pods = [owned('a', 'ReplicaSet', 'apps/v1'), owned('b', 'Job', 'batch/v1')];
    const alone = await confessor(['replay', '-'], json(...pods));
    expect(alone.code).to.equal(0);
    expect(alone.out).to.match(/^shop +of-a +migrate/m);
    expect(alone.err).to.include('1 pod has a ReplicaSet as owner that is not in the recording');
    expect(alone.err).to.include('record replicasets too');
    expect(alone.err).to.include('record jobs too');
    const other = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'x', namespace: 'shop', uid: 'x' },
    };
    const partly = await confessor(['replay', '-'], json({ type: 'ADDED', object: other }, ...pods));
    expect(partly.out).to.not.include('of-a');
    expect(partly.err).to.include('they are left out');
  });

  it('of everything tells of a workload that has gone, too, as it was last', async () => {
    const gone = json(
      { type: 'ADDED', receivedAt: T(3), object: pod('a', 1, 2) },
      { type: 'DELETED', receivedAt: T(9), object: pod('a', 1, 2) },
    );
    const all = await confessor(['replay', '--record', 'all', '-o', 'json', '-'], gone);
    expect((JSON.parse(all.out) as Printed).findings.map(({ status }) => status.runs.total)).to.deep.equal([
      1,
    ]);
    expect(all.err).to.match(/have gone since/);
    const notable = await confessor(['replay', '-o', 'json', '-'], gone);
    expect((JSON.parse(notable.out) as Printed).findings).to.deep.equal([]);
  });

  it('names the line of what is no recording', async () => {
    const { code, out, err } = await confessor(['replay', '-'], `${recording}\nnonsense\n`);
    expect(code).to.equal(2);
    expect(out).to.equal('');
    expect(err).to.match(/-:2: is not a JSON document\n {2}cure: /);
  });

  it('unpacks, merges, and says that the order between files is a guess', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'confessor-replay-'));
    try {
      const [packed, plain] = [join(folder, 'a.gz'), join(folder, 'b.json')];
      writeFileSync(packed, gzipSync(recording));
      writeFileSync(plain, JSON.stringify({ type: 'ADDED', object: pod('b', 3, 4) }, undefined, 4));
      const { out, err } = await confessor(['replay', '-o', 'json', packed, plain]);
      expect((JSON.parse(out) as Printed).findings).to.have.length(2);
      expect(err).to.match(/is a guess/);
      writeFileSync(packed, gzipSync(recording).subarray(0, 100));
      const cut = await confessor(['replay', packed]);
      expect(cut.code).to.equal(2);
      expect(cut.err).to.match(/a\.gz: is cut off or no gzip file\n {2}cure: /);
      const whole = await confessor(['replay', folder]);
      expect({ code: whole.code, out: whole.out }).to.deep.equal({ code: 2, out: '' });
      expect(whole.err).to.match(/: is a folder\n {2}cure: name the recordings in it/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
