import fc from 'fast-check';
import { FACT_KINDS, type FactKind } from '../../../src/core/model/facts.ts';

interface Span {
  /** Shares of the history. */
  readonly from: number;
  readonly to: number;
}

/** What keeps the operator from hearing something. */
type Deafness = FactKind | 'absence';

/** How a history reaches the operator, and what becomes of the operator meanwhile. */
export interface Way {
  /** Seconds by which the watch of each kind lags behind, in the order of FACT_KINDS; a standby has them in reverse. */
  readonly lags: readonly number[];
  /** Which events come twice, in turn (S55). */
  readonly doubled: readonly boolean[];
  /** A watch goes back: what it told in the last seconds is told again, in order (R44). */
  readonly rewinds: readonly { readonly at: number; readonly kind: FactKind; readonly seconds: number }[];
  /** The watch of a kind is lost, and a new list is made at its end (R43). */
  readonly gaps: readonly (Span & { readonly kind: FactKind })[];
  /** The operator is away; what it had not written is lost. */
  readonly absences: readonly Span[];
  /** The same, just while one of the incidents happens, and for so many seconds after. */
  readonly shadows: readonly {
    readonly incident: number;
    readonly what: Deafness;
    readonly seconds: number;
  }[];
  /** A standby joins, and at the end takes over from a leader that dies. */
  readonly successions: readonly Span[];
  /** Seconds from an observation to its evaluation, in turn. */
  readonly delays: readonly number[];
  /** So many characters of a ledger are kept, by each leader in turn: in little room many pods find none. */
  readonly rooms: readonly number[];
}

const delays = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 });
/** Some writes wait for long, so that a ledger is found as it was at any earlier moment. */
const lateDelays = fc.array(fc.constantFrom(0, 1, 5, 30, 300), { minLength: 1, maxLength: 5 });
const lags = fc.array(fc.constantFrom(0, 0.3, 2, 5), {
  minLength: FACT_KINDS.length,
  maxLength: FACT_KINDS.length,
});
const doubled = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });

const share = fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100);
const length = fc.constantFrom(0, 0.01, 0.05, 0.3);
const span: fc.Arbitrary<Span> = fc
  .tuple(share, length)
  .map(([from, long]) => ({ from, to: Math.min(1, from + long) }));
const kind = fc.constantFrom<FactKind>('Pod', 'Pod', 'ReplicaSet', 'Job', 'Node');
const rewinds = fc.array(fc.record({ at: share, kind, seconds: fc.constantFrom(1, 5, 20, 120) }), {
  maxLength: 3,
});
const shadow = fc.record({
  incident: fc.nat(5),
  what: fc.constantFrom<Deafness>('Pod', 'Pod', 'absence'),
  seconds: fc.constantFrom(1, 4, 15, 60),
});

const rooms = fc.array(fc.constantFrom(8192, 8192, 700, 450), { minLength: 1, maxLength: 3 });

const NOTHING_LOST = {
  lags,
  doubled,
  rewinds,
  gaps: fc.constant([]),
  absences: fc.constant([]),
  shadows: fc.constant([]),
  successions: fc.constant([]),
  delays,
  rooms: fc.constant([8192]),
};

/** Nothing is lost on the way. */
export const complete: fc.Arbitrary<Way> = fc.record(NOTHING_LOST);

/** A leader dies at times, and its standby has watched all the while. */
export const handedOver: fc.Arbitrary<Way> = fc.record({
  ...NOTHING_LOST,
  successions: fc.array(span, { minLength: 1, maxLength: 3 }),
  rooms,
});

/** The operator is away at times, and so are its watches. */
export const broken: fc.Arbitrary<Way> = fc.record({
  ...NOTHING_LOST,
  gaps: fc.array(
    fc.tuple(span, kind).map(([one, of]) => ({ ...one, kind: of })),
    { maxLength: 2 },
  ),
  absences: fc.array(span, { maxLength: 2 }),
  shadows: fc.array(shadow, { maxLength: 1 }),
  successions: fc.array(span, { maxLength: 1 }),
  delays: lateDelays,
  rooms,
});
