import type { Cluster } from '../../hack/lab/cluster.ts';
import { PLURAL } from '../../src/api/group.ts';
import { type AuditEvent, audited, isWrite, madeVersion, succeeded } from './audit.ts';

/** One status of a finding that the API server took. */
export interface StatusWrite {
  /** Its namespace and name. */
  readonly finding: string;
  readonly user: string;
  /** The version it was computed from. */
  readonly source: string;
  /** The object that came of it. */
  readonly made: AuditEvent['responseObject'];
}

/** Writes of findings by these users that the API server took, in the order in which the store did. */
export function findingWrites(cluster: Cluster, by: (user: string) => boolean): readonly AuditEvent[] {
  return audited(cluster, PLURAL)
    .filter((event) => isWrite(event) && succeeded(event) && event.objectRef?.resource === PLURAL)
    .filter((event) => by(event.user.username) && Number.isFinite(madeVersion(event)))
    .toSorted((a, b) => madeVersion(a) - madeVersion(b));
}

/** Those of them that wrote a status. */
export function statusWrites(cluster: Cluster, by: (user: string) => boolean): readonly StatusWrite[] {
  return findingWrites(cluster, by)
    .filter(({ objectRef }) => objectRef?.subresource === 'status')
    .map(({ objectRef, user, requestObject, responseObject }) => ({
      finding: `${objectRef?.namespace}/${objectRef?.name}`,
      user: user.username,
      source: requestObject?.metadata?.resourceVersion ?? '',
      made: responseObject,
    }));
}

/** Findings that were written twice from one version. */
export function twice(writes: readonly StatusWrite[]): readonly string[] {
  const sources = writes.map(({ finding, source }) => `${finding} from ${source}`);
  return sources.filter((source, index) => sources.indexOf(source) !== index);
}

/** Who wrote, each time that another one did. */
export function turns(users: readonly string[]): readonly string[] {
  return users.filter((user, index) => user !== users[index - 1]);
}
