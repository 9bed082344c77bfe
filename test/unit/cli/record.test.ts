import { expect } from 'chai';
import { Aliases } from '../../../src/cli/record/aliases.ts';
import { lineSink, recordDecoder } from '../../../src/cli/record/lines.ts';
import { logLine, podDecoder, podSink } from '../../../src/cli/record/logs.ts';
import { Scrubber } from '../../../src/cli/record/scrub.ts';
import { containerId, uid } from '../../../src/core/model/refs.ts';
import { readLog } from '../../../src/facts/logTail.ts';
import { RESOURCES } from '../../../src/kube/reflect/kinds.ts';
import { project } from '../../../src/facts/project.ts';

const fingerprint = (text: string): string => text.length.toString(16).padStart(4, '0') + text.slice(0, 1);

const container = (value: string, command = ['app', '--password', 'hunter2']): object => ({
  name: 'migrate',
  image: 'registry.corp.example:5000/shop/app:1',
  command,
  env: [
    { name: 'URL', value },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'db-secret', key: 'k' } } },
  ],
});

const deployment = (value: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"secret":"s3cr3t"}',
      'deployment.kubernetes.io/revision': '2',
      'confessor.dev/accept': '[]',
    },
    managedFields: [
      { manager: 'kubelet', subresource: 'status', time: '2026-01-01T00:00:00Z', fieldsV1: { f: {} } },
    ],
  },
  spec: {
    template: { metadata: { annotations: { note: 'x' } }, spec: { initContainers: [container(value)] } },
  },
});

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-1-node-a',
    namespace: 'shop',
    uid: 'u2',
    labels: { app: 'web', 'pod-template-hash': 'abc' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u3', controller: true },
    ],
  },
  spec: { nodeName: 'node-a', initContainers: [container('x')], containers: [{ name: 'web' }] },
  status: { message: 'pod web-1-node-a in shop failed' },
};

describe('what is recorded of an object', () => {
  it('keeps what tells runs apart, however much it looks like a token', () => {
    const containerID = `containerd://${'0123456789abcdef'.repeat(4)}`;
    const status = { initContainerStatuses: [{ name: 'migrate', containerID }] };
    expect(new Scrubber(fingerprint).scrub({ kind: 'Pod', status })).to.deep.equal({ kind: 'Pod', status });
  });

  const text = (object: object): string => JSON.stringify(new Scrubber(fingerprint).scrub(object));

  it('holds no value of a variable, no annotation of others and no secret', () => {
    const recorded = text(deployment('postgres://u:p@db/x'));
    for (const gone of ['postgres://', 's3cr3t', 'hunter2', 'last-applied', '"note"', 'fieldsV1']) {
      expect(recorded).not.to.include(gone);
    }
  });

  it('still holds what the engine needs', () => {
    const recorded = text(deployment('x'));
    for (const kept of [
      'deployment.kubernetes.io/revision',
      'confessor.dev/accept',
      'secretKeyRef',
      '"URL"',
      'kubelet',
    ]) {
      expect(recorded).to.include(kept);
    }
  });

  it('is the same work where it held no secret', () => {
    const work = (object: unknown): string => {
      const projection = project('Pod', object);
      if (projection.kind === 'refused' || projection.fact.kind !== 'Pod') return 'no pod';
      return projection.fact.init[0]?.spec.work ?? 'no init container';
    };
    const open = { ...pod, spec: { initContainers: [container('x', ['alembic', 'upgrade', 'head'])] } };
    expect(work(open)).to.match(/^[0-9a-f]{16}$/);
    expect(work(new Scrubber(fingerprint).scrub(open))).to.equal(work(open));
  });

  it('leaves the shape of a template, which a finding keeps', () => {
    const shape = (object: unknown): unknown => {
      const projection = project('Deployment', object);
      return projection.kind === 'fact' && 'templateShape' in projection.fact
        ? projection.fact.templateShape
        : '';
    };
    expect(shape(deployment('one'))).to.match(/^[0-9a-f]{16}$/);
    expect(shape(new Scrubber(fingerprint).scrub(deployment('one')))).to.equal(shape(deployment('one')));
  });

  it('names the same database where it did, and says no word of it', () => {
    const named = (value: string): string => {
      const init = {
        ...container('x', ['alembic', 'upgrade', 'head']),
        env: [{ name: 'DATABASE_URL', value }],
      };
      const scrubbed = new Scrubber(fingerprint).scrub({ ...pod, spec: { initContainers: [init] } });
      expect(JSON.stringify(scrubbed)).not.to.match(/orders|stock|postgres:/);
      const projection = project('Pod', scrubbed);
      return projection.kind === 'fact' && projection.fact.kind === 'Pod'
        ? (projection.fact.init[0]?.spec.databaseWork ?? 'no database')
        : 'no pod';
    };
    const orders = named('postgres://u:p@db/orders');
    expect(orders).to.match(/^[0-9a-f]{16}$/);
    expect(named('postgres://v:q@db/orders')).to.equal(orders);
    expect(named('postgres://u:p@db/stock')).not.to.equal(orders);
  });

  describe('names the same database by reference where it did, and says no word of it:', () => {
    const key = (name: string, secret: string): object => ({
      name,
      valueFrom: { secretKeyRef: { name: secret, key: 'host' } },
    });
    const plain = (name: string, value: string): object => ({ name, value });
    const URL = 'postgres://$(PGUSER):$(PGPASSWORD)@$(PGHOST)/orders';
    const account = [plain('PGUSER', 'meier'), plain('PGPASSWORD', 'hunter2')];
    const inArgs = ['migrate', '-database', 'postgres://$(USER):$(PASS)@$(WHERE):$(PORT)/x', 'up'];
    const of = (host: string, user: string): readonly object[] =>
      Object.entries({ USER: user, PASS: 'hunter2', WHERE: host, PORT: '5432' }).map(([name, value]) =>
        plain(name, value),
      );
    const rows: Readonly<Record<string, readonly [one: object, same: object, other: object]>> = {
      'a value of which a variable is part': [
        { env: [...account, plain('PGHOST', 'db1'), plain('DATABASE_URL', URL)] },
        { env: [plain('PGHOST', 'db1'), plain('DATABASE_URL', 'postgres://u:p@db1/orders')] },
        { env: [...account, plain('PGHOST', 'db2'), plain('DATABASE_URL', URL)] },
      ],
      'a value of which a key of a Secret is part': [
        { env: [...account, key('PGHOST', 'meier-db'), plain('DATABASE_URL', URL)] },
        { env: [plain('LOG', 'debug'), ...account, key('PGHOST', 'meier-db'), plain('DATABASE_URL', URL)] },
        { env: [...account, key('PGHOST', 'huber-db'), plain('DATABASE_URL', URL)] },
      ],
      'arguments of which variables are parts': [
        { command: inArgs, env: of('db1', 'meier') },
        { command: inArgs, env: of('db1', 'huber') },
        { command: inArgs, env: of('db2', 'meier') },
      ],
      'arguments of which a key of a Secret is part': [
        { args: ['--url=postgres://$(PGHOST)/x'], env: [key('PGHOST', 'meier-db')] },
        { args: ['--url=postgres://$(PGHOST)/x'], env: [key('PGHOST', 'meier-db'), plain('LOG', 'x')] },
        { args: ['--url=postgres://$(PGHOST)/x'], env: [key('PGHOST', 'huber-db')] },
      ],
      'a Secret for all variables': [
        { envFrom: [{ secretRef: { name: 'meier-db' } }] },
        { env: [plain('LOG', 'x')], envFrom: [{ secretRef: { name: 'meier-db' } }] },
        { envFrom: [{ secretRef: { name: 'huber-db' } }] },
      ],
    };
    const workOf = (spec: object, clean: (object: unknown) => unknown): string => {
      const init = { name: 'migrate', image: 'shop/app:1', ...spec };
      const projection = project('Pod', clean({ ...pod, spec: { initContainers: [init] } }));
      const fact = projection.kind === 'fact' ? projection.fact : undefined;
      return fact?.kind === 'Pod' ? (fact.init[0]?.spec.databaseWork ?? 'no database') : 'no pod';
    };
    const hash = (word: string): string => Buffer.from(word).toString('hex').slice(0, 24);
    for (const [title, [one, same, other]] of Object.entries(rows)) {
      it(title, () => {
        const scrubber = new Scrubber(hash);
        const aliases = new Aliases(hash);
        const clean = (object: unknown): unknown => aliases.apply(scrubber.scrub(object));
        const whole = (object: unknown): unknown => object;
        for (const how of [whole, clean]) {
          const work = workOf(one, how);
          expect(work).to.match(/^[0-9a-f]{16}$/);
          expect(workOf(same, how)).to.equal(work);
          expect(workOf(other, how))
            .to.match(/^[0-9a-f]{16}$/)
            .and.not.to.equal(work);
        }
        const told = JSON.stringify(
          [one, same, other].map((spec) => clean({ spec: { initContainers: [spec] } })),
        );
        expect(told).to.not.match(/meier|huber|hunter2|db1|db2|5432/);
      });
    }

    it('and none where it is the pod’s own', () => {
      const own = { command: inArgs, env: of('localhost', 'meier') };
      const scrubber = new Scrubber(hash);
      expect(workOf(own, (object) => object)).to.equal('no database');
      expect(workOf(own, (object) => scrubber.scrub(object))).to.equal('no database');
    });
  });

  it('tells two templates apart that differ in a value only', () => {
    const hash = (object: unknown): unknown => {
      const projection = project('Deployment', new Scrubber(fingerprint).scrub(object));
      return projection.kind === 'fact' && 'templateHash' in projection.fact
        ? projection.fact.templateHash
        : '';
    };
    expect(hash(deployment('one'))).to.equal(hash(deployment('one')));
    expect(hash(deployment('one'))).not.to.equal(hash(deployment('another')));
  });
});

describe('names that are scrubbed', () => {
  const aliases = (): Aliases => new Aliases((name) => Buffer.from(name).toString('hex'));

  it('are the same word wherever they stand, in messages too', () => {
    const alias = `n${Buffer.from('shop').toString('hex')}`;
    const scrubbed = aliases().apply(pod) as typeof pod;
    expect(scrubbed.metadata.namespace).to.equal(alias);
    expect(scrubbed.status.message).to.equal(`pod ${scrubbed.metadata.name} in ${alias} failed`);
    expect(JSON.stringify(scrubbed)).not.to.match(/shop"|node-a|db-secret|registry\.corp/);
  });

  it('leave what the engine counts by', () => {
    const scrubbed = aliases().apply(pod) as typeof pod;
    expect(scrubbed.metadata.uid).to.equal('u2');
    expect(scrubbed.metadata.labels).to.deep.equal({ 'pod-template-hash': 'abc' });
    expect(scrubbed.spec.containers[0]?.name).to.equal('web');
    expect(scrubbed.spec.initContainers[0]).to.have.property('image', 'registry.example/shop/app:1');
  });

  it('leave the revisions of an Argo Rollout', () => {
    const labels = { 'rollouts-pod-template-hash': 'abc' };
    const annotations = {
      'rollout.argoproj.io/revision': '3',
      'rollout.argoproj.io/desired-replicas': '2',
    };
    const metadata = { name: 'web-abc', uid: 'u7', labels, annotations };
    const scrubbed = aliases().apply(new Scrubber(fingerprint).scrub({ kind: 'ReplicaSet', metadata }));
    expect(scrubbed).to.have.deep.nested.property('metadata.labels', labels);
    expect(scrubbed).to.have.deep.nested.property('metadata.annotations', annotations);
  });

  it('keep a static pod ending with the name of its node', () => {
    const scrubbed = aliases().apply(pod) as typeof pod;
    expect(scrubbed.metadata.name.endsWith(`-${scrubbed.spec.nodeName}`)).to.equal(true);
  });
});

describe('the lines of a recording', () => {
  function lines(): { readonly printed: string[]; readonly sink: ReturnType<typeof lineSink> } {
    const printed: string[] = [];
    return {
      printed,
      sink: lineSink(
        RESOURCES.ReplicaSet,
        (line) => printed.push(line),
        () => undefined,
      ),
    };
  }
  const object = { uid: 'u', name: 'n', resourceVersion: '1', object: { kind: 'ReplicaSet' } };

  it('are what a watch would have shown', () => {
    const { printed, sink } = lines();
    sink.observe({ type: 'seen', object, isNew: true }, 0);
    sink.observe({ type: 'seen', object, isNew: false }, 1);
    sink.observe({ type: 'gone', object }, 2);
    expect(printed.map((line) => (JSON.parse(line) as { readonly type: string }).type)).to.deep.equal([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
    expect(printed[1]).to.equal(
      '{"receivedAt":"1970-01-01T00:00:00.001Z","type":"MODIFIED","object":{"kind":"ReplicaSet"}}\n',
    );
  });

  it('tell a gap as the 410 that a watch ends with', () => {
    const { printed, sink } = lines();
    sink.observe({ type: 'gap' }, 0);
    const line = JSON.parse(printed[0] ?? '') as { readonly type: string; readonly object: object };
    expect(line.type).to.equal('ERROR');
    expect(line.object).to.deep.include({ code: 410, details: { kind: 'replicasets' } });
  });

  it('name the kind where metadata alone was asked for', () => {
    const decode = recordDecoder(RESOURCES.ReplicaSet, (one) => one);
    const decoded = decode({
      kind: 'PartialObjectMetadata',
      metadata: { uid: 'u', name: 'n', resourceVersion: '1' },
    });
    const kept = decoded.kind === 'kept' ? decoded.object.object : undefined;
    expect(kept).to.include({ apiVersion: 'apps/v1', kind: 'ReplicaSet' });
  });
});

describe('the end of a log in a recording', () => {
  const words = {
    podUid: uid('u'),
    container: 'migrate',
    id: containerId('containerd://a1'),
    text: 'Dirty database version 12',
  };

  it('is a line that replay takes', () => {
    const line: unknown = JSON.parse(logLine(words, 1, (object) => object));
    expect(line).to.deep.include({ receivedAt: '1970-01-01T00:00:00.001Z', type: 'LOG' });
    expect(readLog(line instanceof Object && 'object' in line ? line.object : {})).to.deep.equal(words);
  });

  it('is asked for by the name of the pod, whatever the recording calls it', () => {
    const seen: string[] = [];
    const sink = podSink(
      { observe: () => undefined, synced: () => undefined, leftOut: () => undefined },
      { observe: (one) => one.type === 'seen' && seen.push('name' in one.fact ? one.fact.name : '') },
    );
    const aliases = new Aliases((name) => `x${name.length}`);
    const decoded = podDecoder(recordDecoder(RESOURCES.Pod, (one) => aliases.apply(one)))(pod);
    if (decoded.kind === 'kept') sink.observe({ type: 'seen', object: decoded.object, isNew: true }, 0);
    expect(seen).to.deep.equal([pod.metadata.name]);
  });
});
