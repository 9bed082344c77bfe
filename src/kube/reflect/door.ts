import type { Logger } from '../../core/model/log.ts';
import type { Millis } from '../../core/model/refs.ts';
import type { Resource } from './kinds.ts';
import { OncePerObject } from './once.ts';
import type { Change, Decoded, Decoder, Kept, ReflectMetrics, ReflectorSink } from './ports.ts';
import { Store } from './store.ts';
import { type Header, headerOf } from './wire.ts';

interface DoorOptions<T extends Kept> {
  readonly resource: Resource;
  readonly decode: Decoder<T>;
  readonly sink: ReflectorSink<T>;
  readonly log: Logger;
  readonly metrics: ReflectMetrics;
}

/**
 * Where objects of one kind come in: each is projected and let go, what is kept of it is stored by uid, and the change is
 * told. Nothing that an object holds, and nothing that its hearer does, can stop the stream.
 */
export class Door<T extends Kept> {
  readonly #options: DoorOptions<T>;
  readonly #store = new Store<T>();
  readonly #refused = new OncePerObject();
  readonly #strange = new OncePerObject();

  constructor(options: DoorOptions<T>) {
    this.#options = options;
  }

  get size(): number {
    return this.#store.size;
  }

  /** A complete list begins. After the first one it stands for a time in which nothing was seen. */
  beginList(relist: boolean, at: Millis): void {
    this.#store.beginList();
    if (relist) this.#gap(undefined, at);
  }

  listed(object: unknown, at: Millis): void {
    this.changed(object, headerOf(object), at);
  }

  /** The list was complete: what it did not name is gone. */
  endList(at: Millis): void {
    for (const object of this.#store.sweep()) this.#tell({ type: 'gone', object }, at);
  }

  changed(object: unknown, header: Header, at: Millis): void {
    const decoded = this.#decode(object, header, at);
    if (decoded.kind === 'refused') {
      this.#store.touch(header.uid);
      return;
    }
    const { isNew, replaced } = this.#store.put(decoded.object);
    if (replaced !== undefined) this.#tell({ type: 'gone', object: replaced }, at);
    this.#tell({ type: 'seen', object: decoded.object, isNew }, at);
  }

  /** R45: the event carries the object's last state. */
  deleted(object: unknown, header: Header, at: Millis): void {
    const known = this.#store.remove(header.uid);
    const decoded = this.#decode(object, header, at);
    const last = decoded.kind === 'kept' ? decoded.object : known;
    if (last !== undefined) this.#tell({ type: 'gone', object: last }, at);
  }

  #decode(object: unknown, header: Header, at: Millis): Decoded<T> {
    const decoded = guarded(this.#options.decode, object);
    if (decoded.kind === 'refused') this.#refuse(decoded.reason, header, at);
    else if (decoded.strange.length > 0) this.#wonder(decoded.strange, header);
    return decoded;
  }

  #refuse(reason: string, header: Header, at: Millis): void {
    const { metrics, log, resource } = this.#options;
    metrics.refused(resource.kind);
    this.#gap(header.namespace, at);
    if (this.#refused.first(header.uid)) log.warn('object refused', { ...fields(resource, header), reason });
  }

  #wonder(strange: readonly string[], header: Header): void {
    const { metrics, log, resource } = this.#options;
    metrics.strange(resource.kind, strange.length);
    if (!this.#strange.first(header.uid)) return;
    log.warn('object has parts that were not understood', {
      ...fields(resource, header),
      parts: strange.slice(0, 5).join('; '),
    });
  }

  #gap(namespace: string | undefined, at: Millis): void {
    this.#options.metrics.gap(this.#options.resource.kind);
    this.#tell(namespace === undefined ? { type: 'gap' } : { type: 'gap', namespace }, at);
  }

  /** What its hearer could not take may have been a run: it is told of that as of any gap. */
  #tell(change: Change<T>, at: Millis): void {
    const { sink, log, resource } = this.#options;
    try {
      sink.observe(change, at);
    } catch (error) {
      log.error('an observation was not taken', { kind: resource.kind, reason: String(error) });
      if (change.type !== 'gap') this.#gap(change.object.namespace, at);
    }
  }
}

/** A decoder's own fault costs one object, not the stream. */
function guarded<T>(decode: Decoder<T>, object: unknown): Decoded<T> {
  try {
    return decode(object);
  } catch (error) {
    return { kind: 'refused', reason: String(error) };
  }
}

function fields({ kind }: Resource, { uid, namespace, name }: Header): Record<string, string | undefined> {
  return { kind, uid, namespace, name };
}
