import { z } from 'zod';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { type AuditEvent, audited, isWrite, madeVersion, succeeded } from '../operator/audit.ts';
import { SERVICE_ACCOUNT } from '../operator/install.ts';

const FINDINGS = 'initcontainerfindings';
const LEASES = 'coordination.k8s.io';

const TOTALS = ['runs', 'reruns', 'races'] as const;
const count = z.object({ total: z.number() });
const statusSchema = z.object({ status: z.object({ runs: count, reruns: count, races: count }) });

/** One status of a finding that the API server took, in the order in which the store did. */
export interface StatusWrite {
  readonly finding: string;
  readonly user: string;
  /** The version it was computed from. */
  readonly source: string;
  readonly totals: Readonly<Record<(typeof TOTALS)[number], number>>;
}

/** All of them by these users. */
export function statusWrites(cluster: Cluster, users: ReadonlySet<string>): readonly StatusWrite[] {
  return audited(cluster, FINDINGS)
    .filter((event) => succeeded(event) && event.objectRef?.subresource === 'status')
    .filter(({ verb, user }) => verb === 'patch' && users.has(user.username))
    .filter((event) => Number.isFinite(madeVersion(event)))
    .toSorted((a, b) => madeVersion(a) - madeVersion(b))
    .map(writeOf);
}

function writeOf(event: AuditEvent): StatusWrite {
  const { objectRef, user, requestObject, responseObject } = event;
  const { runs, reruns, races } = statusSchema.parse(responseObject).status;
  return {
    finding: `${objectRef?.namespace}/${objectRef?.name}`,
    user: user.username,
    source: requestObject?.metadata?.resourceVersion ?? '',
    totals: { runs: runs.total, reruns: reruns.total, races: races.total },
  };
}

/** Findings that were written twice from one version. */
export function twice(writes: readonly StatusWrite[]): readonly string[] {
  const sources = writes.map(({ finding, source }) => `${finding} from ${source}`);
  return sources.filter((source, index) => sources.indexOf(source) !== index);
}

/** Who wrote, each time that another one did. */
export function turns(writes: readonly StatusWrite[]): readonly string[] {
  const users = writes.map(({ user }) => user);
  return users.filter((user, index) => user !== users[index - 1]);
}

/** Totals that became smaller from one write to the next. */
export function falls(writes: readonly StatusWrite[]): readonly string[] {
  return [...Map.groupBy(writes, ({ finding }) => finding)].flatMap(([finding, all]) =>
    all.flatMap(({ totals }, index) =>
      TOTALS.flatMap((what) => {
        const before = all[index - 1]?.totals[what] ?? 0;
        return totals[what] < before ? [`${finding}: ${what} fell from ${before}`] : [];
      }),
    ),
  );
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
