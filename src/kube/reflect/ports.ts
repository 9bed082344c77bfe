import type { FactKind } from '../../core/model/facts.ts';
import type { ExchangeResult } from '../../core/model/names.ts';
import type { Millis } from '../../core/model/refs.ts';

/** Every kind that a reflector can watch; the last one is our own object. */
export type WatchedKind = FactKind | 'InitContainerFinding';

/** What a reflector must know of the objects it keeps. */
export interface Kept {
  readonly uid: string;
  readonly name: string;
  readonly namespace?: string;
  readonly resourceVersion: string;
}

/**
 * What became of one object at the door. `strange` names parts that could not be understood and were left out; a refused
 * object is not kept at all.
 */
export type Decoded<T> =
  | { readonly kind: 'kept'; readonly object: T; readonly strange: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** One object as it came from the wire, made into what is kept of it. The seam where protobuf can come in. */
export type Decoder<T> = (object: unknown) => Decoded<T>;

/**
 * What happened to the objects of one kind. `gap` comes before the objects of a relist, and where an object was refused:
 * objects may have come and gone, or changed, unseen.
 */
export type Change<T> =
  | { readonly type: 'seen'; readonly object: T; readonly isNew: boolean }
  | { readonly type: 'gone'; readonly object: T }
  | { readonly type: 'gap'; readonly namespace?: string };

/** Where a reflector tells its changes to, in order and one at a time. */
export interface ReflectorSink<T> {
  observe(change: Change<T>, at: Millis): void;
  /** A complete list has been told: the first one, and each after a relist. */
  synced(at: Millis): void;
  /** We may not list or watch this kind; `synced` follows if that changes later. */
  leftOut(reason: string, at: Millis): void;
}

/** What a reflector counts. */
export interface ReflectMetrics {
  listed(kind: WatchedKind, result: ExchangeResult, took: Millis): void;
  watched(kind: WatchedKind, result: ExchangeResult, took: Millis): void;
  /** One event of a watch: ADDED, MODIFIED, DELETED, BOOKMARK, ERROR. */
  event(kind: WatchedKind, type: string, at: Millis): void;
  relisted(kind: WatchedKind): void;
  gap(kind: WatchedKind): void;
  /** An object or a line that could not be read and was left out. */
  refused(kind: WatchedKind): void;
  /** Parts of objects that could not be understood. */
  strange(kind: WatchedKind, parts: number): void;
}

/** What readiness, and a person who asks why nothing moves, needs to know of one reflector. */
export interface ReflectorState {
  readonly kind: WatchedKind;
  readonly phase: 'stopped' | 'listing' | 'watching' | 'waiting' | 'forbidden';
  /** A complete list has been seen once. */
  readonly synced: boolean;
  /** Objects kept. */
  readonly objects: number;
  /** Everything up to this resourceVersion has been told; undefined while only a list can tell. */
  readonly version: string | undefined;
  /** When the server last told us anything of this kind. */
  readonly heardAt: Millis | undefined;
  /** Why it waits or is left out; '' when all is well. */
  readonly reason: string;
}
