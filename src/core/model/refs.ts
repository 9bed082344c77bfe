declare const brand: unique symbol;
type Branded<T, B> = T & { readonly [brand]: B };

/** `metadata.uid` of any object. Identity is never a name: names are reused (R36, S36). */
export type Uid = Branded<string, 'Uid'>;
/** Full CRI id with its scheme, e.g. `containerd://4f…`. Identity of a run (R1). */
export type ContainerId = Branded<string, 'ContainerId'>;
/** Fingerprint of what an init container would do (R31): 16 hex digits. */
export type WorkId = Branded<string, 'WorkId'>;
/** A resourceVersion as a number: of two versions of any pods the smaller was written first (R44). */
export type Version = number;
/** Milliseconds since the epoch. Kubernetes times have whole seconds only. */
export type Millis = number;

/** Takes a text for a UID. */
export const uid = (text: string): Uid => text as Uid;
/** Takes a text for the id of a container. */
export const containerId = (text: string): ContainerId => text as ContainerId;
/** Takes a text for the fingerprint of a work. */
export const workId = (text: string): WorkId => text as WorkId;

/** Undefined where a resourceVersion is no number that compares. */
export function versionOf(resourceVersion: string): Version | undefined {
  return /^\d{1,15}$/.test(resourceVersion) ? Number(resourceVersion) : undefined;
}

const DIGITS = /^\d{1,39}$/;

/** R44: versions of one kind compare as numbers, of any length; what is no number is never older. */
export function isOlderVersion(a: string, b: string): boolean {
  return DIGITS.test(a) && DIGITS.test(b) && BigInt(a) < BigInt(b);
}

/** A controller reference as it stands in `metadata.ownerReferences`. */
export interface OwnerRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: Uid;
}

/** The object a finding is about. Namespace is empty for a Node. */
export interface WorkloadRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: Uid;
}

/** API group of an apiVersion: `apps/v1` → `apps`, `v1` → ``. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
