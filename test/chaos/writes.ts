import { z } from 'zod';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { audited, isWrite, succeeded } from '../operator/audit.ts';
import { SERVICE_ACCOUNT } from '../operator/install.ts';
import type { StatusWrite } from '../operator/writes.ts';

const LEASES = 'coordination.k8s.io';

const TOTALS = ['runs', 'reruns', 'races'] as const;
const count = z.object({ total: z.number() });
const findingSchema = z.object({ status: z.object({ runs: count, reruns: count, races: count }) });

/** Totals that became smaller from one write to the next. */
export function falls(writes: readonly StatusWrite[]): readonly string[] {
  return [...Map.groupBy(writes, ({ finding }) => finding)].flatMap(([finding, all]) => {
    const told = all.map(({ made }) => findingSchema.parse(made).status);
    return told.flatMap((totals, index) =>
      TOTALS.flatMap((what) => {
        const before = told[index - 1]?.[what].total ?? 0;
        return totals[what].total < before ? [`${finding}: ${what} fell from ${before}`] : [];
      }),
    );
  });
}

/** Who held the Lease, one after the other. */
export function holders(cluster: Cluster): readonly string[] {
  const writes = audited(cluster, LEASES).filter(
    (event) => isWrite(event) && succeeded(event) && event.objectRef?.resource === 'leases',
  );
  return [...new Set(writes.map(({ user }) => user.username))];
}

/** How often the API server refused the operator in this way. */
export function refusals(cluster: Cluster, code: number): number {
  return audited(cluster, `"code":${code}`).filter(
    ({ user, responseStatus }) =>
      responseStatus?.code === code &&
      (user.username === '' || user.username.includes(`:${SERVICE_ACCOUNT.namespace}:`)),
  ).length;
}
