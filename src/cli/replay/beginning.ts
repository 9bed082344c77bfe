import type { Millis } from '../../core/model/refs.ts';
import type { Moment } from './moments.ts';

/** Lists of different kinds, and of recordings that were started one after the other, are no further apart than this. */
const APART: Millis = 60_000;
/** What a later list takes is told in pieces no longer than this. */
const PIECE: Millis = 1000;

/** A moment, and whether it comes before everything that was there has been listed. */
export interface Placed {
  readonly moment: Moment;
  readonly before: boolean;
}

/**
 * Finds where the lists end that recordings begin with. A line tells that a list is not over only when it comes; so what may
 * be the first change is held back until nothing can follow any more. A list that comes later tells that nobody watched
 * before it: there is a gap.
 */
export async function* beginning(moments: AsyncIterable<Moment>): AsyncGenerator<Placed> {
  const lists = new FirstLists();
  for await (const moment of moments) yield* lists.take(moment);
  yield* lists.end();
}

class FirstLists {
  #held: Moment[] = [];
  /** When the last line was read that a list must have shown. */
  #last: Millis | undefined;
  #over = false;
  /** When a later list was told of last. */
  #told: Millis = Number.NEGATIVE_INFINITY;

  *take(moment: Moment): Generator<Placed> {
    const { at, listed } = moment;
    if (!this.#over && listed !== 'undated' && at - (this.#last ?? at) > APART) yield* this.end();
    if (this.#over) yield* this.#later(moment);
    else if (listed === 'no') this.#hold(moment);
    else yield* this.#add(moment);
  }

  /** Nothing more can belong to the lists. */
  *end(): Generator<Placed> {
    this.#over = true;
    for (const moment of this.#held) yield { moment, before: false };
    this.#held = [];
  }

  #hold(moment: Moment): void {
    this.#last ??= moment.at;
    this.#held.push(moment);
  }

  *#add(moment: Moment): Generator<Placed> {
    for (const one of [...this.#held, moment]) yield { moment: one, before: true };
    this.#held = [];
    this.#last = moment.listed === 'dated' ? moment.at : undefined;
  }

  *#later(moment: Moment): Generator<Placed> {
    if (moment.listed !== 'no' && moment.at - this.#told >= PIECE) {
      this.#told = moment.at;
      yield { moment: { ...moment, observation: { type: 'gap', kind: 'Pod' } }, before: false };
    }
    yield { moment, before: false };
  }
}
