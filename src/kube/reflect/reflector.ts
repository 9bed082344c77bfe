import type { Clock } from '../../controller/ports.ts';
import type { Logger } from '../../core/model/log.ts';
import type { Millis } from '../../core/model/refs.ts';
import { failureOfStatus, KubeFailure } from '../transport/failure.ts';
import type { KubeTransport } from '../transport/transport.ts';
import { Door } from './door.ts';
import { acceptOf, collectionPath, type Resource } from './kinds.ts';
import { LineSplitter } from './lines.ts';
import { listPages } from './list.ts';
import { Pacer, pause } from './pause.ts';
import type { Decoder, Kept, ReflectMetrics, ReflectorSink, ReflectorState } from './ports.ts';
import { Trouble } from './trouble.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { BadWire, parseEvent } from './wire.ts';

/** No object is larger: etcd takes 1.5 MiB. */
const LINE_MAX = 16 * 1024 * 1024;
/** A watch that ends sooner without an event is a failure, or we would ask again and again. */
const SHORT_LIFE: Millis = 1_000;
export interface ReflectorOptions<T extends Kept> {
  readonly resource: Resource;
  /** All namespaces if absent. */
  readonly namespace?: string;
  readonly decode: Decoder<T>;
  readonly sink: ReflectorSink<T>;
  readonly transport: KubeTransport;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: ReflectMetrics;
}

/**
 * Keeps watching one kind for as long as it is not stopped: a complete list, then a watch that is resumed from where it
 * broke, and a complete list again when it cannot be (R39–R46). Never gives up, never throws.
 */
export class Reflector<T extends Kept> {
  readonly #options: ReflectorOptions<T>;
  readonly #door: Door<T>;
  readonly #trouble: Trouble;
  #stopping: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();
  /** Where the watch goes on; undefined when only a list can tell. */
  #resourceVersion: string | undefined;
  #phase: ReflectorState['phase'] = 'stopped';
  #heardAt: Millis | undefined;
  #synced = false;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#door = new Door(options);
    this.#trouble = new Trouble({ ...options, kind: options.resource.kind });
  }

  start(): void {
    if (this.#stopping !== undefined) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#ended = this.#run(stopping.signal);
  }

  /** Ends the watch; nothing is told to the sink after this has resolved. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#ended;
  }

  state(): ReflectorState {
    return {
      kind: this.#options.resource.kind,
      phase: this.#phase,
      synced: this.#synced,
      objects: this.#door.size,
      version: this.#resourceVersion,
      heardAt: this.#heardAt,
      reason: this.#trouble.reason,
    };
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const verdict = await this.#turn(signal);
      if (signal.aborted) break;
      await pause(this.#options.clock, this.#delayAfter(verdict), signal);
    }
    this.#phase = 'stopped';
  }

  /** One list where it is needed, then one watch to its end. */
  async #turn(signal: AbortSignal): Promise<Verdict> {
    if (this.#resourceVersion === undefined) {
      const verdict = await this.#timed('listed', () => this.#list(signal));
      if (verdict.kind !== 'again') return verdict;
    }
    return await this.#timed('watched', () => this.#watch(signal));
  }

  async #timed(exchange: 'listed' | 'watched', run: () => Promise<void>): Promise<Verdict> {
    const { clock, metrics, resource } = this.#options;
    const began = clock.now();
    let verdict: Verdict = { kind: 'again', result: 'clean' };
    try {
      await run();
    } catch (error) {
      verdict = verdictOf(resource.plural, error);
    }
    const aborted = verdict.kind !== 'again' && verdict.failure.kind === 'aborted';
    if (!aborted) metrics[exchange](resource.kind, verdict.result, clock.now() - began);
    return verdict;
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { transport, resource, namespace, clock, metrics, sink } = this.#options;
    if (!this.#trouble.forbidden) this.#phase = 'listing';
    const pacer = new Pacer(clock);
    const pages = listPages(transport, resource, namespace, signal);
    let page = await pages.next();
    if (this.#synced) metrics.relisted(resource.kind);
    this.#door.beginList(this.#synced, clock.now());
    while (page.done !== true) {
      pacer.rested();
      for (const object of page.value) {
        this.#door.listed(object, clock.now());
        await pacer.breathe();
        if (signal.aborted) throw new KubeFailure('aborted', 'stopped');
      }
      page = await pages.next();
    }
    this.#door.endList(clock.now());
    this.#resourceVersion = page.value;
    this.#synced = true;
    this.#healthy();
    sink.synced(clock.now());
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { transport, resource, namespace, clock, random } = this.#options;
    const response = await transport.request('GET', collectionPath(resource, namespace), {
      lane: 'watch',
      accept: acceptOf(resource, 'watch'),
      signal,
      query: {
        watch: true,
        // R42: a quiet watch without them ends in 410.
        allowWatchBookmarks: true,
        resourceVersion: this.#resourceVersion,
        // R41: if unset the server would let it run for up to an hour.
        timeoutSeconds: 300 + Math.floor(random() * 301),
      },
    });
    this.#phase = 'watching';
    this.#trouble.answered();
    const began = clock.now();
    this.#heardAt = began;
    const events = await this.#follow(response.body, signal);
    if (events === 0 && clock.now() - began < SHORT_LIFE && !signal.aborted) {
      throw new KubeFailure('broken', `${resource.plural}: the server ended a watch as soon as it began`);
    }
    this.#healthy();
  }

  /** Takes in a watch's events until it ends; how many there were. */
  async #follow(body: AsyncIterable<Buffer>, signal: AbortSignal): Promise<number> {
    const { clock } = this.#options;
    const lines = new LineSplitter(LINE_MAX);
    const pacer = new Pacer(clock);
    let events = 0;
    for await (const chunk of body) {
      pacer.rested();
      for (const line of lines.push(chunk)) {
        this.#event(line);
        if (events === 0) this.#healthy();
        events += 1;
        await pacer.breathe();
        if (signal.aborted) return events;
      }
    }
    if (lines.held > 0) throw new KubeFailure('broken', 'a watch ended in the middle of an event');
    return events;
  }

  #event(line: Buffer): void {
    const { clock, metrics, resource } = this.#options;
    const at = clock.now();
    const event = parseEvent(line);
    this.#heardAt = at;
    metrics.event(resource.kind, event.type, at);
    if (event.type === 'ERROR') throw failureOfStatus(`watch of ${resource.plural}`, 0, event.status);
    if (event.header.resourceVersion === '') throw new BadWire('an event has no resourceVersion');
    if (event.type === 'DELETED') this.#door.deleted(event.object, event.header, at);
    else if (event.type !== 'BOOKMARK') this.#door.changed(event.object, event.header, at);
    this.#resourceVersion = event.header.resourceVersion;
  }

  /** How long to wait before the next turn. */
  #delayAfter(verdict: Verdict): Millis {
    if (verdict.kind === 'again') return 0;
    if (verdict.kind === 'relist') this.#resourceVersion = undefined;
    const wasForbidden = this.#trouble.forbidden;
    const delay = this.#trouble.pauseAfter(verdict);
    this.#phase = this.#trouble.forbidden ? 'forbidden' : 'waiting';
    if (this.#trouble.forbidden && !wasForbidden) {
      this.#options.sink.leftOut(this.#trouble.reason, this.#options.clock.now());
    }
    return delay;
  }

  #healthy(): void {
    this.#heardAt = this.#options.clock.now();
    this.#trouble.over();
  }
}
