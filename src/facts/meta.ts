import { ACCEPT_ANNOTATION, ACCEPT_MAX } from '../core/model/acceptance.ts';
import { type Millis, type OwnerRef, type Uid, uid } from '../core/model/refs.ts';
import type { Reader } from './read.ts';

export const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** What every kind's metadata says. */
export interface Meta {
  readonly uid: Uid;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: string;
  readonly createdAt: Millis;
  readonly controller: OwnerRef | undefined;
}

export function metaOf(object: Reader): Meta {
  const metadata = object.at('metadata');
  return {
    uid: uid(metadata.str('uid')),
    namespace: metadata.str('namespace'),
    name: metadata.str('name'),
    resourceVersion: metadata.str('resourceVersion'),
    createdAt: metadata.time('creationTimestamp') ?? 0,
    controller: controllerOf(metadata),
  };
}

/** When an object was last written. The server notes the time with each field's manager, on status writes too. */
export function writtenAt(metadata: Reader): Millis | undefined {
  const times = metadata.list('managedFields').flatMap((entry) => entry.time('time') ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** The annotation `confessor.dev/accept` of an object, raw; one that is too long keeps a character too many, which tells. */
export function acceptOf(metadata: Reader): string {
  return metadata.at('annotations').str(ACCEPT_ANNOTATION, ACCEPT_MAX + 1);
}

function controllerOf(metadata: Reader): OwnerRef | undefined {
  const owner = metadata.list('ownerReferences').find((one) => one.raw('controller') === true);
  if (owner === undefined) return undefined;
  const ref = {
    apiVersion: owner.str('apiVersion'),
    kind: owner.str('kind', 63),
    name: owner.str('name'),
    uid: uid(owner.str('uid')),
  };
  return ref.uid === '' || ref.kind === '' ? undefined : ref;
}
