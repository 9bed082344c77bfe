import { FACT_KINDS, type FactKind } from './core/model/facts.ts';
import type { Millis } from './core/model/refs.ts';
import type { ReflectorState, WatchedKind } from './kube/reflect/ports.ts';
import type { Progress } from './kube/reflect/sinks.ts';
import type { Health } from './telemetry/http.ts';

const KINDS: readonly WatchedKind[] = [...FACT_KINDS, 'InitContainerFinding'];
/** Without these there is nothing to say. */
const NEEDED: ReadonlySet<WatchedKind> = new Set(['Pod', 'InitContainerFinding']);
/** A watch that has told nothing for so long, not even a bookmark, is not well. */
const SILENT: Millis = 300_000;
/** Work that waits while none comes to an end for so long means that the program hangs. */
const STUCK: Millis = 300_000;

export interface ReadinessListener {
  /** All kinds that can be read have been listed once. */
  begin(): void;
  /** A kind without which there is nothing to say may not be read. */
  hopeless(reason: string): void;
}

/** Knows which kinds are complete, begins the work when all are, and answers /readyz and /livez. */
export class Readiness implements Progress {
  readonly #synced = new Set<WatchedKind>();
  readonly #leftOut = new Map<WatchedKind, string>();
  readonly #listener: ReadinessListener;
  #states: () => readonly ReflectorState[] = () => [];
  #begun = false;

  constructor(listener: ReadinessListener) {
    this.#listener = listener;
  }

  /** All kinds that can be read have been listed once. */
  get begun(): boolean {
    return this.#begun;
  }

  watch(states: () => readonly ReflectorState[]): void {
    this.#states = states;
  }

  synced(kind: WatchedKind): void {
    this.#leftOut.delete(kind);
    this.#synced.add(kind);
    this.#advance();
  }

  leftOut(kind: WatchedKind, reason: string): void {
    this.#leftOut.set(kind, reason);
    if (NEEDED.has(kind) && !this.#begun) this.#listener.hopeless(reason);
    this.#advance();
  }

  /** Kinds of which nothing is known. */
  missing(): ReadonlySet<FactKind> {
    return new Set(FACT_KINDS.filter((kind) => this.#leftOut.has(kind)));
  }

  ready(now: Millis): Health {
    const waiting = KINDS.filter((kind) => !this.#synced.has(kind) && !this.#leftOut.has(kind));
    const silent = this.#states()
      .filter((state) => state.phase !== 'forbidden' && now - (state.heardAt ?? now) > SILENT)
      .map((state) => state.kind);
    const leftOut = Object.fromEntries(this.#leftOut);
    const blind = [...NEEDED].some((kind) => this.#leftOut.has(kind));
    const ok = this.#begun && !blind && waiting.length === 0 && silent.length === 0;
    return { ok, details: { waiting, silent, leftOut } };
  }

  /** Alive as long as evaluations come to an end; a long line of them, as after an installation, is no illness. */
  live(standstill: Millis): Health {
    return { ok: standstill < STUCK, details: { standstillSeconds: Math.round(standstill / 1000) } };
  }

  #advance(): void {
    if (this.#begun || [...NEEDED].some((kind) => !this.#synced.has(kind))) return;
    if (KINDS.some((kind) => !this.#synced.has(kind) && !this.#leftOut.has(kind))) return;
    this.#begun = true;
    this.#listener.begin();
  }
}
