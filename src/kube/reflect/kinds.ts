import { GROUP, PLURAL, VERSION } from '../../api/group.ts';
import type { WatchedKind } from './ports.ts';

/** One kind on the wire. */
export interface Resource {
  readonly kind: WatchedKind;
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly root: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Only metadata is asked for: what is needed stands in labels and annotations, and the rest is large (R47). */
  readonly metadataOnly: boolean;
}

const CORE = '/api/v1';
const APPS = '/apis/apps/v1';
const BATCH = '/apis/batch/v1';

/** All that the operator reads. */
export const RESOURCES = {
  Pod: { kind: 'Pod', root: CORE, plural: 'pods', namespaced: true, metadataOnly: false },
  ReplicaSet: { kind: 'ReplicaSet', root: APPS, plural: 'replicasets', namespaced: true, metadataOnly: true },
  Deployment: {
    kind: 'Deployment',
    root: APPS,
    plural: 'deployments',
    namespaced: true,
    metadataOnly: false,
  },
  StatefulSet: {
    kind: 'StatefulSet',
    root: APPS,
    plural: 'statefulsets',
    namespaced: true,
    metadataOnly: false,
  },
  DaemonSet: { kind: 'DaemonSet', root: APPS, plural: 'daemonsets', namespaced: true, metadataOnly: false },
  Job: { kind: 'Job', root: BATCH, plural: 'jobs', namespaced: true, metadataOnly: false },
  CronJob: { kind: 'CronJob', root: BATCH, plural: 'cronjobs', namespaced: true, metadataOnly: false },
  Node: { kind: 'Node', root: CORE, plural: 'nodes', namespaced: false, metadataOnly: false },
  Namespace: { kind: 'Namespace', root: CORE, plural: 'namespaces', namespaced: false, metadataOnly: true },
  InitContainerFinding: {
    kind: 'InitContainerFinding',
    root: `/apis/${GROUP}/${VERSION}`,
    plural: PLURAL,
    namespaced: true,
    metadataOnly: false,
  },
} as const satisfies { readonly [K in WatchedKind]: Resource & { readonly kind: K } };

/** Path of all objects of a kind, or of those in one namespace. */
export function collectionPath({ root, plural, namespaced }: Resource, namespace?: string): string {
  if (namespace === undefined || !namespaced) return `${root}/${plural}`;
  return `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** Path of one object, or of one of its subresources. */
export function objectPath(
  resource: Resource,
  namespace: string,
  name: string,
  subresource?: string,
): string {
  const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** What to ask for in a list, and in a watch. */
export function acceptOf({ metadataOnly }: Resource, exchange: 'list' | 'watch'): string {
  if (!metadataOnly) return 'application/json';
  const kind = exchange === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  return `application/json;as=${kind};g=meta.k8s.io;v=v1`;
}
