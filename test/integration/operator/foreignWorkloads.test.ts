import { expect } from 'chai';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { cluster } from '../cluster.ts';
import { MIGRATE, type Owner, World } from '../../operator/world.ts';

interface Foreign {
  readonly kind: string;
  readonly group: string;
  readonly plural: string;
  /** By what its controller tells the pods of a revision. */
  readonly label: string;
  /** Does it make its pods by way of ReplicaSets? */
  readonly through: boolean;
}

const FOREIGN: readonly Foreign[] = [
  {
    kind: 'Rollout',
    group: 'argoproj.io',
    plural: 'rollouts',
    label: 'rollouts-pod-template-hash',
    through: true,
  },
  {
    kind: 'CloneSet',
    group: 'apps.kruise.io',
    plural: 'clonesets',
    label: 'controller-revision-hash',
    through: false,
  },
];

function definition({ kind, group, plural }: Foreign): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: 'v1alpha1', served: true, storage: true, schema }],
    },
  };
}

describe('workloads of kinds that the operator has no right to read', () => {
  let world: World;
  let operator: RunningOperator;

  before(async function () {
    this.timeout(120_000);
    await installOperator(cluster());
    await cluster().apply(FOREIGN.map(definition));
    await cluster().kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s');
    world = await World.make(cluster(), 'op-foreign');
    operator = await startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  async function made({ kind, group, plural }: Foreign): Promise<Owner> {
    const apiVersion = `${group}/v1alpha1`;
    const path = `/apis/${apiVersion}/namespaces/${world.namespace}/${plural}`;
    const name = kind.toLowerCase();
    const { metadata } = await world.api.make('POST', path, { apiVersion, kind, metadata: { name } });
    return { apiVersion, kind, name, uid: metadata.uid, controller: true };
  }

  /** One pod of a revision; the pod before it goes. */
  async function roll({ label, through }: Foreign, owner: Owner, revision: number): Promise<void> {
    const hash = `h${revision}`;
    const labels = { [label]: hash };
    const parent = through ? await replicaSet(owner, labels, revision) : owner;
    const name = `${owner.name}-${revision}`;
    await world.pod(name, { owner: parent, labels });
    const from = 10 * revision;
    await world.tell(name, { id: `${owner.kind}-${revision}`, from, to: from + 5 });
    await world.untilFinding(owner.name, `run ${revision}`, ({ runs }) => runs.total >= revision);
    if (revision > 1) await world.remove('pods', `${owner.name}-${revision - 1}`);
  }

  async function replicaSet(
    owner: Owner,
    labels: Readonly<Record<string, string>>,
    revision: number,
  ): Promise<Owner> {
    const name = `${owner.name}-rs-${revision}`;
    const annotations = { 'rollout.argoproj.io/revision': `${revision}` };
    const main = { name: 'main', image: 'shop:1' };
    const { metadata } = await world.api.make('POST', world.path('replicasets'), {
      metadata: { name, labels, annotations, ownerReferences: [owner] },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { initContainers: [MIGRATE], containers: [main] } },
      },
    });
    return { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: metadata.uid, controller: true };
  }

  for (const foreign of FOREIGN) {
    it(`${foreign.kind}: one finding over three revisions, which it owns`, async function () {
      this.timeout(120_000);
      const owner = await made(foreign);
      for (const revision of [1, 2, 3]) await roll(foreign, owner, revision);
      const all = (await world.findings()).filter(({ spec }) => spec.workloadRef.kind === foreign.kind);
      expect(all).to.have.length(1);
      const {
        status,
        spec,
        owner: reference,
      } = await world.untilFinding(
        owner.name,
        'three runs',
        ({ runs, reruns }) => runs.succeeded === 3 && reruns.total === 2,
      );
      const { apiVersion, kind, name, uid } = owner;
      expect(spec.workloadRef).to.deep.equal({ group: foreign.group, kind, name, uid });
      expect(reference).to.deep.equal({ apiVersion, kind, name, uid });
      expect(status.reruns.byCause).to.deep.equal([{ cause: 'Rollout', count: 2 }]);
    });
  }

  it('cost the operator no request that is refused', () => {
    const refused = operator.log.filter((line) => /forbidden/i.test(JSON.stringify(line)));
    expect(refused).to.deep.equal([]);
  });
});
