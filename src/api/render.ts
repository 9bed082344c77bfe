import type { Finding, FindingSpec, FindingStatus } from '../core/model/finding.ts';
import { API_VERSION, KIND } from './group.ts';

interface Metadata {
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
    readonly controller: false;
    readonly blockOwnerDeletion: false;
  }[];
}

/** A body for server-side apply, or a printed object. */
export interface FindingObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: FindingSpec;
  readonly status?: FindingStatus;
}

const TYPE = { apiVersion: API_VERSION, kind: KIND } as const;

/** The object without its status, to make it or to heal its labels and owner. R56: never a controller, never blocking. */
export function renderIdentity(finding: Finding): FindingObject {
  const { namespace, name, labels, owner, spec } = finding;
  const ownerReferences = [{ ...owner, controller: false, blockOwnerDeletion: false } as const];
  return { ...TYPE, metadata: { namespace, name, labels, ownerReferences }, spec };
}

/** The whole status, for the status subresource, computed from `resourceVersion` (R55). */
export function renderStatus(finding: Finding, resourceVersion: string): FindingObject {
  const { namespace, name, status } = finding;
  return { ...TYPE, metadata: { namespace, name, resourceVersion }, status };
}

/** The object as `kubectl get -o json` would show it, without what the server owns: what `replay` prints. */
export function renderFinding(finding: Finding): FindingObject {
  return { ...renderIdentity(finding), status: finding.status };
}
