import type { Millis } from '../../core/model/refs.ts';
import type { Decoder, ReflectorSink } from '../../kube/reflect/ports.ts';
import type { Resource } from '../../kube/reflect/kinds.ts';
import { headerOf } from '../../kube/reflect/wire.ts';

/** An object as it is recorded. */
export interface Recorded {
  readonly uid: string;
  readonly name: string;
  readonly namespace?: string;
  readonly resourceVersion: string;
  readonly object: unknown;
}

/** Keeps the cleaned object; one whose metadata was asked for alone still says which kind it is. */
export function recordDecoder(
  { kind, root }: Resource,
  clean: (object: unknown) => unknown,
): Decoder<Recorded> {
  const apiVersion = root.replace(/^\/apis?\//, '');
  return (object) => {
    const { uid, name, namespace, resourceVersion } = headerOf(object);
    if (uid === '' || typeof object !== 'object') return { kind: 'refused', reason: 'without uid' };
    const kept = { uid, name, ...(namespace === undefined ? {} : { namespace }), resourceVersion };
    return { kind: 'kept', object: { ...kept, object: clean({ ...object, apiVersion, kind }) }, strange: [] };
  };
}

interface Told {
  readonly type: string;
  readonly object: unknown;
}

/** One line of a recording. */
export function recordedLine({ type, object }: Told, at: Millis): string {
  return `${JSON.stringify({ receivedAt: new Date(at).toISOString(), type, object })}\n`;
}

/** Prints each change as `{receivedAt, type, object}`; a gap as the 410 that a watch would have ended with. */
export function lineSink(
  { plural }: Resource,
  print: (line: string) => void,
  synced: () => void,
): ReflectorSink<Recorded> {
  const say = (type: string, object: unknown, at: number): void => print(recordedLine({ type, object }, at));
  return {
    observe: (change, at) => {
      if (change.type === 'gap') say('ERROR', expired(plural), at);
      else if (change.type === 'gone') say('DELETED', change.object.object, at);
      else say(change.isNew ? 'ADDED' : 'MODIFIED', change.object.object, at);
    },
    synced,
    leftOut: synced,
  };
}

function expired(plural: string): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: 410,
    reason: 'Expired',
    details: { kind: plural },
  };
}
