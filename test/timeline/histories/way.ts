import fc from 'fast-check';
import { FACT_KINDS, type FactKind } from '../../../src/core/model/facts.ts';

interface Span {
  /** Shares of the history. */
  readonly from: number;
  readonly to: number;
}

/** How a history reaches the operator, and what becomes of the operator meanwhile. */
export interface Way {
  /** Seconds by which the watch of each kind lags behind, in the order of FACT_KINDS. */
  readonly lags: readonly number[];
  /** Which events come twice, in turn (S55). */
  readonly doubled: readonly boolean[];
  /** The watch of a kind is lost, and a new list is made at its end (R43). */
  readonly gaps: readonly (Span & { readonly kind: FactKind })[];
  /** The operator is away; what it had not written is lost. */
  readonly absences: readonly Span[];
  /** Seconds from an observation to its evaluation, in turn. */
  readonly delays: readonly number[];
}

const delays = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 });
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
const gap = fc.tuple(span, fc.constantFrom<FactKind>('Pod', 'Pod', 'ReplicaSet', 'Job', 'Node'));

/** Nothing is lost on the way. */
export const complete: fc.Arbitrary<Way> = fc.record({
  lags,
  doubled,
  gaps: fc.constant([]),
  absences: fc.constant([]),
  delays,
});

/** The operator is away at times, and so are its watches. */
export const broken: fc.Arbitrary<Way> = fc.record({
  lags,
  doubled,
  gaps: fc.array(
    gap.map(([span, kind]) => ({ ...span, kind })),
    { maxLength: 3 },
  ),
  absences: fc.array(span, { maxLength: 3 }),
  delays,
});
