import { expect } from 'chai';
import { IMAGE } from './images.ts';
import { HOMES } from './nodes.ts';
import { scenario } from './stage.ts';
import { podOf } from './workloads.ts';

const NAMESPACES = HOMES.map(({ suffix }) => `injected${suffix}`);

/** As a mesh or a vault does it: what admission adds stands in the pod alone. */
const INJECTED = `[JSONPatch{op: "add", path: "/spec/initContainers/-", value: Object.spec.initContainers{
  name: "injected", image: "${IMAGE}", imagePullPolicy: "Never", command: ["alembic", "upgrade", "head"],
  env: object.spec.containers[0].env.map(e, e.name == "CONTAINER"
    ? Object.spec.initContainers.env{name: "CONTAINER", value: "injected"}
    : e.name == "TRUTH" ? Object.spec.initContainers.env{name: "TRUTH", value: e.value}
    : Object.spec.initContainers.env{name: e.name, valueFrom: Object.spec.initContainers.env.valueFrom{
        fieldRef: Object.spec.initContainers.env.valueFrom.fieldRef{fieldPath: "metadata.uid"}}}),
  volumeMounts: [Object.spec.initContainers.volumeMounts{name: "truth", mountPath: "/truth"}]}}]`;

const policies: readonly object[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'inject' },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchExpressions: [{ key: 'scenario', operator: 'In', values: NAMESPACES }] },
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
        ],
      },
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: INJECTED } }],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: 'inject' },
    spec: { policyName: 'inject' },
  },
];

for (const { node, suffix } of HOMES) {
  describe(`an init container that admission adds on ${node}`, () => {
    const story = scenario(`injected${suffix}`, async (place) => {
      await place.cluster.apply(policies);
      // The API server takes a policy into use some time after it was written.
      for (let turn = 1; ; turn += 1) {
        const app = `orders-${turn}`;
        await place.deploy(app, 1, podOf({ own: {} }, {}, { node }));
        await place.deployed(app);
        if (place.truth.runs(app, 'injected').length > 0) return app;
        if (turn === 20) throw new Error('nothing was injected');
      }
    });

    it('is found with origin Injected', () => {
      const app = story.outcome;
      expect(story.truth.runs(app, 'injected')).to.have.length(1);
      expect(story.status(app, 'injected')).to.include({ origin: 'Injected', category: 'Migration' });
      expect(story.status(app, 'injected').runs).to.include({ total: 1, succeeded: 1, exact: true });
    });

    it('stands beside those of the template', () => {
      expect(story.status(story.outcome, 'own').origin).to.equal('Template');
    });
  });
}
