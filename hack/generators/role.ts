import {
  LOG_PERMISSIONS,
  OWN_PERMISSIONS,
  type Permission,
  PERMISSIONS,
  policyRules,
} from '../../src/api/permissions.ts';
import { type Generated, yamlFile } from './generated.ts';

export function roleFiles(): readonly Generated[] {
  return [
    role('config/rbac/role.yaml', { name: 'confessor' }, PERMISSIONS),
    role(
      'config/rbac/lease-role.yaml',
      { name: 'confessor', namespace: 'confessor-system' },
      OWN_PERMISSIONS,
    ),
    role('config/logs/role.yaml', { name: 'confessor-logs' }, LOG_PERMISSIONS),
  ];
}

function role(
  path: string,
  at: { readonly name: string; readonly namespace?: string },
  permissions: readonly Permission[],
): Generated {
  return yamlFile(path, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: at.namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: { ...at, labels: { 'app.kubernetes.io/name': 'confessor' } },
    rules: policyRules(permissions),
  });
}
