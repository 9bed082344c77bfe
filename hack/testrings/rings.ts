/** One ring of tests; CONTRIBUTING.md says what each proves. */
export interface Ring {
  readonly name: string;
  readonly kind: 'checks' | 'mocha';
  /** How much mocha says: a dot for each of many quick tests, a line for each slow one. */
  readonly style: 'Dot' | 'Spec';
  /** Longest time for one test, and for the whole ring, in seconds; a hanging ring is ended and counts as failed. */
  readonly testSeconds: number;
  readonly ringSeconds: number;
  /** What its tests start clusters from: nothing, a control plane, or nodes and PostgreSQL too. */
  readonly lab: 'none' | 'controlPlane' | 'node';
  /** Its test files share nothing, and run beside each other, one on each core. */
  readonly parallel: boolean;
  /** Lines executed here count for the coverage report. */
  readonly coverage: boolean;
}

const MINUTE = 60;
// A limit ends what hangs; it does not judge speed: a machine may be busy with something else.
const quick = { style: 'Dot', testSeconds: 15 * MINUTE, lab: 'none', parallel: true } as const;
const slow = {
  kind: 'mocha',
  style: 'Spec',
  testSeconds: 10 * MINUTE,
  parallel: false,
  coverage: false,
} as const;

/** In the order in which they run: what is cheap to know comes first. */
export const RINGS: readonly Ring[] = [
  { name: 'static', kind: 'checks', ...quick, ringSeconds: 10 * MINUTE, coverage: false },
  { name: 'unit', kind: 'mocha', ...quick, ringSeconds: 20 * MINUTE, coverage: true },
  { name: 'timeline', kind: 'mocha', ...quick, ringSeconds: 20 * MINUTE, coverage: true },
  { name: 'golden', kind: 'mocha', ...quick, ringSeconds: 20 * MINUTE, coverage: false },
  { name: 'integration', ...slow, lab: 'controlPlane', ringSeconds: 60 * MINUTE },
  { name: 'chaos', ...slow, lab: 'controlPlane', ringSeconds: 20 * MINUTE },
  { name: 'node', ...slow, lab: 'node', ringSeconds: 90 * MINUTE },
];

/** `--long` gives every limit this much more. */
export const LONG_FACTOR = 6;
