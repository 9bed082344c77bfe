import { expect } from 'chai';
import fc from 'fast-check';
import { type PodTemplate, podTemplates } from '../../../src/facts/template.ts';
import { ALEMBIC } from '../../build/container.ts';
import type { Json } from '../../build/object.ts';
import { pod } from '../../build/pod.ts';
import { cronJob, daemonSet, deployment, job, statefulSet } from '../../build/workload.ts';

const TEMPLATE: Json = {
  metadata: { annotations: { 'confessor.dev/accept': 'inner' } },
  spec: {
    initContainers: [
      { name: 'proxy', image: 'p:1', restartPolicy: 'Always' },
      { name: 'migrate', ...ALEMBIC },
    ],
    containers: [{ name: 'main', image: 'a:1' }],
  },
};

function only(object: unknown): PodTemplate {
  const [template, ...more] = podTemplates(object);
  if (template === undefined || more.length > 0) throw new Error('not exactly one template');
  return template;
}

/** What stands at a path. */
function at(object: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, step)),
    object,
  );
}

const KINDS: readonly (readonly [Json, object])[] = [
  [deployment('w').init('migrate').replicas(5).build(), { kind: 'Deployment', replicas: 5, surge: 3 }],
  [statefulSet('w').init('migrate').replicas(2).build(), { kind: 'StatefulSet', replicas: 2, surge: 0 }],
  [daemonSet('w').init('migrate').build(), { kind: 'DaemonSet', replicas: 1, surge: 1 }],
  [job('w').init('migrate').replicas(2).build(), { kind: 'Job', replicas: 2 }],
  [cronJob('w').init('migrate').build(), { kind: 'CronJob', replicas: 1 }],
  [pod('w').init('migrate').build(), { kind: 'Pod', replicas: 1, surge: 0 }],
];

describe('the pod templates of a manifest', () => {
  it('leave out what a patch of kustomize takes away', () => {
    const [first, second] = ['wait', 'migrate'].map((name) => ({ name, image: 'a:1' }));
    const spec = { initContainers: [{ ...first, $patch: 'delete' }, second] };
    const found = only({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec } } });
    expect(found.init.map(({ name }) => name)).to.deep.equal(['migrate']);
    expect(found.initPaths).to.deep.equal([['spec', 'template', 'spec', 'initContainers', 1]]);
  });

  for (const [object, expected] of KINDS) {
    it(`of a ${String(object['kind'])}`, () => {
      const template = only(object);
      expect(template).to.include({ name: 'w', namespace: 'default', ...expected });
      expect(template.init.map((one) => one.name)).to.deep.equal(['migrate']);
      expect(template.initPaths.map((path) => at(object, [...path, 'name']))).to.deep.equal(['migrate']);
      expect(at(object, [...template.path, 'containers'])).to.be.an('array');
    });
  }

  it('of a StatefulSet, with the volumes that it claims for its pods', () => {
    const template = only({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'w', namespace: 'default' },
      spec: {
        volumeClaimTemplates: [{ metadata: { name: 'data' } }],
        template: {
          spec: {
            volumes: [{ name: 'tmp', emptyDir: {} }],
            initContainers: [
              {
                name: 'a',
                image: 'x',
                volumeMounts: [
                  { name: 'data', mountPath: '/data' },
                  { name: 'tmp', mountPath: '/tmp' },
                ],
              },
            ],
            containers: [{ name: 'b', image: 'x' }],
          },
        },
      },
    });
    expect(template.init[0]?.mounts.map(({ volume }) => volume)).to.deep.equal([
      'persistentVolumeClaim',
      'emptyDir',
    ]);
  });

  it('of a foreign kind, told by their shape', () => {
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'w' },
      spec: { replicas: 4, template: TEMPLATE },
    };
    expect(only(rollout)).to.include({
      kind: 'Rollout',
      replicas: 4,
      surge: 2,
      sidecars: 1,
      templateAccept: 'inner',
    });
    expect(only(rollout).initPaths).to.deep.equal([['spec', 'template', 'spec', 'initContainers', 1]]);
  });

  it('of a foreign kind that holds several', () => {
    const volcano = {
      apiVersion: 'batch.volcano.sh/v1alpha1',
      kind: 'Job',
      metadata: { name: 'w' },
      spec: {
        tasks: [
          { name: 'a', replicas: 2, template: TEMPLATE },
          { name: 'b', template: TEMPLATE },
        ],
      },
    };
    expect(podTemplates(volcano).map((one) => [one.replicas, one.path])).to.deep.equal([
      [2, ['spec', 'tasks', 0, 'template', 'spec']],
      [1, ['spec', 'tasks', 1, 'template', 'spec']],
    ]);
  });

  it('of a foreign kind that is one itself', () => {
    const prometheus = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name: 'w' },
      spec: { replicas: 2, initContainers: [{ name: 'wait', image: 'a' }] },
    };
    expect(only(prometheus)).to.include({ replicas: 2 });
    expect(only(prometheus).initPaths).to.deep.equal([['spec', 'initContainers', 0]]);
  });

  it('with the annotation of the object and of the template', () => {
    const object = { ...deployment('w').accept('outer').build(), spec: { template: TEMPLATE } };
    expect(only(object)).to.include({ accept: 'outer', templateAccept: 'inner' });
    expect(only(pod('p').accept('own').init('a').build())).to.include({ accept: 'own', templateAccept: '' });
  });

  it('named by generateName where there is no name', () => {
    expect(
      only({ kind: 'Pod', metadata: { generateName: 'w-' }, ...TEMPLATE, spec: TEMPLATE['spec'] }).name,
    ).to.equal('');
    expect(only({ kind: 'Pod', metadata: { generateName: 'w-' }, spec: TEMPLATE['spec'] }).name).to.equal(
      'w-',
    );
  });

  it('without init containers too: a template is there', () => {
    expect(only(deployment('w').build()).init).to.deep.equal([]);
  });

  it('but of nothing that has none', () => {
    const schema = {
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { spec: { properties: { containers: {} } } } }] },
    };
    const data = { kind: 'ConfigMap', data: { 'pod.yaml': 'spec: {containers: []}' } };
    for (const object of [
      schema,
      data,
      { kind: 'Service', spec: {} },
      { kind: 'Deployment' },
      null,
      [],
      5,
      'x',
    ]) {
      expect(podTemplates(object)).to.deep.equal([]);
    }
  });

  it('does not wonder at lists of words in a foreign kind', () => {
    const object = {
      kind: 'Rollout',
      spec: { args: ['a'], metrics: [1], replicas: 'two', template: TEMPLATE },
    };
    expect(only(object).strange).to.deep.equal(['spec.replicas: not an integer']);
  });

  it('says what it could not read', () => {
    const object = { kind: 'Pod', spec: { initContainers: ['a', { name: 'b', image: 5 }], containers: [] } };
    expect(only(object).strange).to.deep.equal([
      'spec.initContainers[0]: not an object',
      'spec.initContainers[1].image: not a string',
    ]);
    expect(only(object).initPaths).to.deep.equal([['spec', 'initContainers', 1]]);
  });

  it('never throws, and ends on documents whose aliases unfold without end', () => {
    fc.assert(fc.property(fc.anything(), (thing) => Array.isArray(podTemplates({ spec: thing }))));
    let bomb: Json = { a: 1 };
    for (let level = 0; level < 40; level++) bomb = { a: bomb, b: bomb, c: [bomb, bomb] };
    expect(podTemplates(bomb)).to.deep.equal([]);
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(podTemplates(loop)).to.deep.equal([]);
  });
});
