import type { Fact } from '../../../src/core/model/facts.ts';
import type { Builder } from '../../build/object.ts';
import { factOf } from '../../build/observation.ts';
import type { Agenda } from './agenda.ts';

/** One event of the API server's watches. */
export interface Told {
  /** When it was written, in seconds. */
  readonly at: number;
  readonly type: 'seen' | 'gone';
  readonly fact: Fact;
}

/** An object of which each version has a number. */
interface Versioned extends Builder {
  version(resourceVersion: number): Builder;
}

/** Hears of each event as it is told. */
export type Listener = (type: Told['type'], object: Builder) => void;

/** Keeps what is written as the events of its watches, oldest first. It may stand still for a while (V6). */
export class ApiServer {
  readonly told: Told[] = [];
  readonly #agenda: Agenda;
  readonly #listener: Listener | undefined;
  #version = 0;
  #stalledUntil = 0;
  /** Until when a node does not reach it. */
  readonly #cutOffUntil = new Map<string, number>();

  constructor(agenda: Agenda, listener?: Listener) {
    this.#agenda = agenda;
    this.#listener = listener;
  }

  stall(seconds: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#agenda.now + seconds);
  }

  get stalled(): boolean {
    return this.#isAhead(this.#stalledUntil);
  }

  /** A node and it do not reach each other for so long. */
  cutOff(node: string, seconds: number): void {
    this.#cutOffUntil.set(node, this.#agenda.now + seconds);
  }

  reaches(node: string): boolean {
    return !this.#isAhead(this.#cutOffUntil.get(node) ?? 0);
  }

  /** At once, or when it answers again, and that node reaches it. */
  whenUp(act: () => void, node = ''): void {
    const upAt = Math.max(this.#stalledUntil, this.#cutOffUntil.get(node) ?? 0);
    if (this.#isAhead(upAt)) this.#agenda.at(upAt, () => this.whenUp(act, node));
    else act();
  }

  #isAhead(at: number): boolean {
    // The agenda rounds to hundredths.
    return this.#agenda.now < at - 0.005;
  }

  put(object: Versioned): void {
    this.#tell('seen', object);
  }

  remove(object: Versioned): void {
    this.#tell('gone', object);
  }

  #tell(type: 'seen' | 'gone', object: Versioned): void {
    this.#version += 1;
    this.told.push({ at: this.#agenda.now, type, fact: factOf(object.version(this.#version)) });
    this.#listener?.(type, object);
  }
}
