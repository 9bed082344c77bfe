import { LOG_PERMISSIONS, type Permission, PERMISSIONS, policyRules } from '../../src/api/permissions.ts';
import { type Generated, yamlFile } from './generated.ts';

export function roleFiles(): readonly Generated[] {
  return [
    role('config/rbac/role.yaml', 'confessor', PERMISSIONS),
    role('config/logs/role.yaml', 'confessor-logs', LOG_PERMISSIONS),
  ];
}

function role(path: string, name: string, permissions: readonly Permission[]): Generated {
  return yamlFile(path, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels: { 'app.kubernetes.io/name': 'confessor' } },
    rules: policyRules(permissions),
  });
}
