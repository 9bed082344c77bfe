import { hash } from 'node:crypto';
import { API_ACCESS, type Projected, project } from './container.ts';
import { Reader, Strange } from './read.ts';

/*
 * 100,000 pods of one template share one spec, for as long as there is one of them: a tenant could fill the memory with
 * others. A memo only: the same input gives the same spec with and without it.
 */
const interned = new Map<
  string,
  { readonly spec: WeakRef<Projected['spec']>; readonly strange: readonly string[] }
>();
const released = new FinalizationRegistry<string>((key) => {
  if (interned.get(key)?.spec.deref() === undefined) interned.delete(key);
});

/** As {@link project}, for specs that are kept for long: those that are the same are one object. */
export function sharedProject(container: unknown, kinds: ReadonlyMap<string, string>): Projected {
  const key = contentKey(container, kinds);
  if (key === undefined) return project(container, kinds);
  const known = shared(key);
  if (known !== undefined) return known;
  const made = project(container, kinds);
  interned.set(key, { spec: new WeakRef(made.spec), strange: made.strange });
  released.register(made.spec, key);
  return made;
}

function shared(key: string): Projected | undefined {
  const known = interned.get(key);
  const spec = known?.spec.deref();
  return known === undefined || spec === undefined ? undefined : { spec, strange: known.strange };
}

function contentKey(container: unknown, kinds: ReadonlyMap<string, string>): string | undefined {
  try {
    const text = (JSON.stringify(container) ?? '').replace(API_ACCESS, 'kube-api-access');
    const beside = JSON.stringify(mountedKinds(container, kinds));
    return hash('sha256', `${text}\n${beside}`, 'base64');
  } catch {
    // Nested deeper than the serialiser goes: then it is not shared.
    return undefined;
  }
}

function mountedKinds(container: unknown, kinds: ReadonlyMap<string, string>): readonly string[] {
  const mounts = new Reader(container, '', new Strange()).list('volumeMounts');
  return mounts.map((mount) => kinds.get(mount.str('name')) ?? '');
}
