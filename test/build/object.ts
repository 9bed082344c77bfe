import { at } from './clock.ts';

/** A Kubernetes object as parsed JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Anything a test object can be made from. */
export interface Builder {
  build(): Json;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** Something that can own a pod or workload. */
export interface Owner extends Builder {
  ref(): OwnerReference;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly createdAt: number;
  readonly deletedAt?: number;
  readonly generateName?: string;
  readonly generation?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly owner?: OwnerReference;
  readonly managedFields?: readonly Json[];
}

export function newMetadata(kind: string, name: string, namespace?: string): Metadata {
  const place = namespace === undefined ? {} : { namespace };
  return {
    name,
    ...place,
    uid: [kind.toLowerCase(), namespace, name].filter((part) => part !== undefined).join('.'),
    resourceVersion: '1',
    createdAt: 0,
    labels: {},
    annotations: {},
  };
}

export function buildMetadata(metadata: Metadata): Json {
  const { createdAt, deletedAt, owner, ...plain } = metadata;
  return {
    ...plain,
    creationTimestamp: at(createdAt),
    ...(deletedAt === undefined ? {} : { deletionTimestamp: at(deletedAt) }),
    ...(owner === undefined ? {} : { ownerReferences: [{ ...owner, controller: true }] }),
  };
}
