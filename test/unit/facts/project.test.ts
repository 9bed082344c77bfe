import { expect } from 'chai';
import fc from 'fast-check';
import { FACT_KINDS, type PodFact } from '../../../src/core/model/facts.ts';
import { type Projection, project } from '../../../src/facts/project.ts';
import { ALEMBIC } from '../../build/container.ts';
import { namespace } from '../../build/namespace.ts';
import { node } from '../../build/node.ts';
import type { Json } from '../../build/object.ts';
import { pod } from '../../build/pod.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { failed, running } from '../../build/state.ts';
import { cronJob, daemonSet, deployment, job, statefulSet } from '../../build/workload.ts';

type Step = string | number;

/** A copy of a JSON value with one place set to something else; undefined takes the field away. */
function bend(value: unknown, path: readonly Step[], to: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return to;
  const items: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  if (items !== undefined) return items.map((item, index) => (index === step ? bend(item, rest, to) : item));
  const fields: Json = typeof value === 'object' && value !== null ? { ...value } : {};
  return { ...fields, [step]: bend(fields[step], rest, to) };
}

/** Every place in a JSON value. */
function places(value: unknown): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const entries: readonly (readonly [Step, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [[], ...entries.flatMap(([step, item]) => places(item).map((path) => [step, ...path]))];
}

function podOf(projection: Projection): PodFact {
  if (projection.kind === 'fact' && projection.fact.kind === 'Pod') return projection.fact;
  throw new Error('no pod came out');
}

const POD = pod('p')
  .ownedBy(replicaSet(deployment('web'), 'h1'))
  .init('A', failed('a2', { rc: 2, last: failed('a1') }), {
    ...ALEMBIC,
    env: [{ name: 'A', value: 'b' }],
    volumeMounts: [{ name: 'v', mountPath: '/v' }],
  })
  .volumes({ name: 'v', emptyDir: {} })
  .main(running('m1'))
  .sandbox(1)
  .written(2)
  .build();

const STATUS = ['status', 'initContainerStatuses', 0] as const;
const PATH = 'status.initContainerStatuses[0]';

interface Row {
  readonly what: string;
  readonly path: readonly Step[];
  readonly to: unknown;
  readonly strange: readonly string[];
  readonly read: (fact: PodFact) => unknown;
  readonly as: unknown;
}

const status = (fact: PodFact) => fact.init[0]?.status;

const ROWS: readonly Row[] = [
  {
    what: 'a restartCount that is text',
    path: [...STATUS, 'restartCount'],
    to: '2',
    strange: [`${PATH}.restartCount: not an integer`],
    read: (fact) => status(fact)?.restartCount,
    as: 0,
  },
  {
    what: 'an exit code that is text: neither success nor failure is made up',
    path: [...STATUS, 'state', 'terminated', 'exitCode'],
    to: '0',
    strange: [`${PATH}.state.terminated.exitCode: not an integer`],
    read: (fact) => status(fact)?.state,
    as: { kind: 'waiting', reason: '', message: '' },
  },
  {
    what: 'a terminated block that is no object',
    path: [...STATUS, 'state', 'terminated'],
    to: 'yes',
    strange: [`${PATH}.state.terminated: not an object`],
    read: (fact) => status(fact)?.state.kind,
    as: 'waiting',
  },
  {
    what: 'two states at once: the one that says most',
    path: [...STATUS, 'state', 'running'],
    to: {},
    strange: [`${PATH}.state: running and terminated at once`],
    read: (fact) => status(fact)?.state.kind,
    as: 'terminated',
  },
  {
    what: 'a state with nothing in it',
    path: [...STATUS, 'state'],
    to: {},
    strange: [],
    read: (fact) => status(fact)?.state,
    as: { kind: 'waiting', reason: '', message: '' },
  },
  {
    what: 'a time that is none',
    path: [...STATUS, 'state', 'terminated', 'startedAt'],
    to: 'yesterday',
    strange: [`${PATH}.state.terminated.startedAt: not a time`],
    read: (fact) => status(fact)?.state,
    as: { ...failedState(), startedAt: undefined },
  },
  {
    what: 'an id that is empty',
    path: [...STATUS, 'containerID'],
    to: '',
    strange: [],
    read: (fact) => status(fact)?.id,
    as: undefined,
  },
  {
    what: 'statuses that are no list',
    path: ['status', 'initContainerStatuses'],
    to: {},
    strange: ['status.initContainerStatuses: not a list'],
    read: (fact) => fact.init.map((one) => one.status),
    as: [undefined],
  },
  {
    what: 'no status at all',
    path: ['status'],
    to: undefined,
    strange: [],
    read: (fact) => [fact.phase, fact.init.length, fact.main.length],
    as: ['', 1, 0],
  },
  {
    what: 'a restartPolicy that nobody knows',
    path: ['spec', 'restartPolicy'],
    to: 'Sometimes',
    strange: ['spec.restartPolicy: none of Always, OnFailure, Never'],
    read: (fact) => fact.restartPolicy,
    as: 'Always',
  },
  {
    what: 'a command that is one text',
    path: ['spec', 'initContainers', 0, 'command'],
    to: 'alembic upgrade head',
    strange: ['spec.initContainers[0].command: not a list'],
    read: (fact) => fact.init[0]?.spec.command,
    as: [],
  },
  {
    what: 'an owner that is not the controller',
    path: ['metadata', 'ownerReferences', 0, 'controller'],
    to: false,
    strange: [],
    read: (fact) => fact.controller,
    as: undefined,
  },
];

function failedState(): Json {
  const state = podOf(project('Pod', POD)).init[0]?.status?.state;
  return { ...state };
}

const OBJECTS: readonly Json[] = [
  POD,
  deployment('web').init('migrate').replicas(3).revision('1').build(),
  statefulSet('db').init('migrate').build(),
  daemonSet('agent').init('migrate').replicas(3).build(),
  job('once').init('migrate').build(),
  cronJob('nightly').init('migrate').build(),
  replicaSet(deployment('web'), 'h1').revision(3).desired(2).build(),
  node('n1').build(),
  namespace('shop').accept('[]').label('team', 'a').build(),
];

describe('the door', () => {
  describe('reads a pod that holds', () => {
    for (const { what, path, to, strange, read, as } of ROWS) {
      it(what, () => {
        const projection = project('Pod', bend(POD, path, to));
        expect(read(podOf(projection))).to.deep.equal(as);
        expect(projection).to.have.deep.property('strange', strange);
      });
    }
  });

  it('finds nothing strange in an object as the API server sends it', () => {
    for (const object of OBJECTS) {
      expect(project(kindOf(object), object)).to.have.deep.property('strange', []);
    }
  });

  it('refuses what has no identity', () => {
    const refused = (reason: string, uid: string, name: string) => ({ kind: 'refused', reason, uid, name });
    expect(project('Pod', { metadata: { name: 'p' } })).to.deep.equal(refused('without uid', '', 'p'));
    expect(project('Pod', { metadata: { uid: 'u', name: '' } })).to.deep.equal(
      refused('without name', 'u', ''),
    );
    expect(project('Pod', { metadata: { uid: 5, name: 'p' } })).to.deep.equal(
      refused('without uid', '', 'p'),
    );
    for (const nothing of [null, undefined, [], 5, 'pod', true, {}, { metadata: [] }]) {
      expect(project('Pod', nothing)).to.deep.equal(refused('without uid', '', ''));
    }
  });

  it('refuses an object of another kind, but takes metadata for the whole', () => {
    const metadata = { uid: 'u', name: 'x', labels: { 'pod-template-hash': 'h1' } };
    expect(project('Pod', { kind: 'Node', metadata })).to.include({
      kind: 'refused',
      reason: 'a Node, not a Pod',
    });
    expect(project('ReplicaSet', { kind: 'PartialObjectMetadata', metadata })).to.have.nested.property(
      'fact.hash',
      'h1',
    );
    expect(project('ReplicaSet', { metadata })).to.have.nested.property('fact.hash', 'h1');
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FACT_KINDS), fc.anything(), (kind, thing) => {
        expect(project(kind, thing).kind).to.be.oneOf(['fact', 'refused']);
        const metadata = { uid: 'u', name: 'n' };
        expect(project(kind, { metadata, spec: thing, status: thing }).kind).to.equal('fact');
      }),
    );
  });

  it('loses only the place that is broken, wherever that is', () => {
    const anywhere = fc
      .constantFrom(...OBJECTS)
      .chain((object) =>
        fc.record({ object: fc.constant(object), path: fc.constantFrom(...places(object)) }),
      );
    const junk = fc.oneof(
      fc.anything(),
      fc.constantFrom(null, [], {}, '', -1, 1e300, Number.NaN, [null], true),
    );
    fc.assert(
      fc.property(anywhere, junk, ({ object, path }, value) => {
        const projection = project(kindOf(object), bend(object, path, value));
        const identity = path.length === 0 || path[0] === 'kind' || path[0] === 'metadata';
        if (!identity) expect(projection.kind).to.equal('fact');
        if (projection.kind === 'fact') expect(projection.strange.length).to.be.at.most(1 + 32);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes an object that is nested without end', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 200_000; level++) deep = { command: deep };
    const metadata = { uid: 'u', name: 'n' };
    expect(project('Pod', { metadata, spec: { initContainers: [deep] } }).kind).to.equal('fact');
    expect(project('Deployment', { metadata, spec: { template: { spec: deep } } }).kind).to.equal('fact');
  });

  it('lets no secret through', () => {
    const secret = 'Tr0ub4dor-and-3';
    const container = {
      image: 'app:1',
      command: ['sh', '-c', `PGPASSWORD=${secret} psql && curl -u me:${secret} h`],
      args: ['--password', secret, `--token=${secret}`, `mysql://me:${secret}@db/shop`],
      env: [
        { name: 'DB_PASSWORD', value: secret },
        { name: 'DATABASE_URL', value: `postgres://me:${secret}@db/shop` },
      ],
    };
    const message = `could not connect to postgres://me:${secret}@db/shop, password="${secret}"`;
    const objects = [
      pod('p')
        .init('A', failed('a1', { message, last: failed('a0', { message }) }), container)
        .message(message),
      deployment('web').init('A', container),
      cronJob('nightly').init('A', container),
    ].map((builder) => builder.build());
    for (const object of objects) {
      expect(JSON.stringify(object)).to.include(secret);
      expect(JSON.stringify(project(kindOf(object), object))).to.not.include(secret);
    }
  });

  it('lets no control character through', () => {
    const text = 'a\u001b]0;x\u0007\u009b31m\u202eb\u0000';
    const object = pod('p')
      .init('A', failed('a1', { message: text, reason: text }), {
        image: text,
        args: [text],
        env: [{ name: text, value: text }],
      })
      .reason(text)
      .accept(text)
      .build();
    expect(JSON.stringify(project('Pod', object))).to.not.match(/\\u00[01]|[\u007f-\u009f\u202e]/);
  });
});

function kindOf(object: Json): (typeof FACT_KINDS)[number] {
  const kind = FACT_KINDS.find((known) => known === object['kind']);
  if (kind === undefined) throw new Error(`no kind: ${String(object['kind'])}`);
  return kind;
}
