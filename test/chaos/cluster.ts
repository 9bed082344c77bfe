import { ownControlPlane } from '../operator/controlPlane.ts';

/**
 * The ring's own control plane. Pods are watched from etcd itself, so that what is compacted there is really gone; the audit
 * log stays in one file, which is the judge.
 */
export const cluster = ownControlPlane({
  apiServerArgs: ['--watch-cache-sizes=pods#0', '--audit-log-maxsize=4000'],
});
