import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { LOG_PERMISSIONS, OWN_PERMISSIONS, PERMISSIONS, policyRules } from '../../src/api/permissions.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const objectSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
const containerSchema = z.looseObject({
  command: z.array(z.string()),
  image: z.string(),
  resources: z.object({
    requests: z.record(z.string(), z.string()),
    limits: z.record(z.string(), z.string()),
  }),
  securityContext: z.looseObject({}),
});
const deploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.looseObject({ serviceAccountName: z.string(), containers: z.tuple([containerSchema]) }),
    }),
  }),
});

const documents = (path: string) =>
  parseAllDocuments(read(path)).map((document) => objectSchema.parse(document.toJS()));

describe('the manifests', () => {
  const install = documents('config/install.yaml');
  const names = install.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const deployment = deploymentSchema.parse(install.find(({ kind }) => kind === 'Deployment'));
  const pod = deployment.spec.template.spec;
  const [container] = pod.containers;

  it('install all there is, the namespace and our kind first', () => {
    expect(names).to.deep.equal([
      'Namespace/confessor-system',
      'CustomResourceDefinition/initcontainerfindings.confessor.dev',
      'ServiceAccount/confessor',
      'ClusterRole/confessor',
      'Role/confessor',
      'ClusterRole/confessor-view',
      'ClusterRoleBinding/confessor',
      'RoleBinding/confessor',
      'Deployment/confessor',
      'Service/confessor',
    ]);
  });

  it('run the operator without any right on its node', () => {
    expect(pod['securityContext']).to.deep.include({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.serviceAccountName).to.equal('confessor');
  });

  it('start the program as the image does', () => {
    const entrypoint = /^ENTRYPOINT (\[.*\])$/m.exec(read('Dockerfile'))?.[1] ?? '';
    expect(JSON.parse(entrypoint)).to.deep.equal(container.command);
  });

  it('name the image of this version', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
    expect(container.image).to.equal(`confessor:${version}`);
  });

  it('allow nothing but to read workloads and to write findings', () => {
    const writes = PERMISSIONS.filter(({ verbs }) =>
      verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)),
    );
    expect(writes.map(({ resource }) => resource)).to.deep.equal([
      'initcontainerfindings',
      'initcontainerfindings/status',
    ]);
    expect(
      install.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'confessor')?.[
        'rules'
      ],
    ).to.deep.equal(policyRules());
    const all = policyRules().flatMap(({ apiGroups, resources, verbs }) => [
      ...apiGroups,
      ...resources,
      ...verbs,
    ]);
    expect(all).not.to.include('*');
    expect(all).not.to.include.members(['secrets', 'configmaps', 'pods/exec', 'pods/log']);
  });

  it('let logs be read only by a role of its own', () => {
    const [role] = documents('config/logs/role.yaml');
    expect(role?.['rules']).to.deep.equal(policyRules(LOG_PERMISSIONS));
    expect(JSON.stringify(install)).not.to.include('pods/log');
  });

  it('let it hold one Lease, in its own namespace alone', () => {
    const role = install.find(({ kind }) => kind === 'Role');
    expect(role?.metadata.namespace).to.equal('confessor-system');
    expect(role?.['rules']).to.deep.equal(policyRules(OWN_PERMISSIONS));
    expect(OWN_PERMISSIONS.map(({ resource }) => resource)).to.deep.equal(['leases', 'leases']);
    expect(container['args']).to.deep.equal(['run', '--leaderElection.enabled=true']);
  });

  it('show samples that parse', () => {
    const samples = readdirSync(join(ROOT, 'config/samples')).flatMap((file) =>
      documents(`config/samples/${file}`),
    );
    expect(samples.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).to.include.members([
      'Deployment/web',
      'StatefulSet/cache',
    ]);
  });
});
