import { policyRules } from '../../src/api/permissions.ts';
import { type Generated, yamlFile } from './generated.ts';

export function roleFiles(): readonly Generated[] {
  return [
    yamlFile('config/rbac/role.yaml', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'confessor', labels: { 'app.kubernetes.io/name': 'confessor' } },
      rules: policyRules(),
    }),
  ];
}
