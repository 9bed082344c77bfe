import type { Lock } from '../../core/model/verdict.ts';

/** Kinds of names that can be explained, in the order in which they are listed. */
export const GROUPS = {
  category: 'Categories: what an init container does',
  severity: 'Severities: is an init container the right place for it?',
  state: 'States, worst first; all but Quiet and Resolved are conditions, too',
  condition: 'Conditions that never become a state',
  outcome: 'Outcomes: how a run ended',
  cause: 'Causes: why a run began',
  level: 'Levels of a race',
  lock: 'Locks: what happens when a tool runs twice at once',
  origin: 'Origins: where an init container comes from',
  rule: 'Rules: what an init container is told by',
  failure: 'Failures: what the words of a failed run are told by',
} as const;
export type Group = keyof typeof GROUPS;

/** What is known of one name; the same for people, for programs and for the documentation. */
export interface Explanation {
  readonly group: Group;
  readonly name: string;
  readonly means: string;
  /** '' where it needs no saying. */
  readonly matters: string;
  readonly steps: readonly string[];
  /** Of categories only: ids of the rules that tell of it. */
  readonly toldBy?: readonly string[];
  /** Of rules and failures only. */
  readonly rule?: RuleAccount;
}

/** What a rule says of a container; category and severity in the words of `lint -o json`. */
export interface RuleVerdict {
  readonly category: string;
  readonly severity: string;
  readonly sideEffecting: boolean;
  readonly tool: string | null;
  readonly lock: Lock;
}

/** How two runs of a tool meet, and what one leaves that was killed. */
export interface MigrationAccount {
  readonly lockKind: string | null;
  readonly afterKill: string;
  readonly losers: readonly string[];
}

/** What there is to know of a row. */
export interface RuleAccount {
  /** Absent of failures. */
  readonly verdict?: RuleVerdict;
  /** What must hold; all of it. */
  readonly matches: readonly string[];
  readonly examples: readonly string[];
  readonly nearMisses: readonly string[];
  /** Of migration tools only. */
  readonly migration?: MigrationAccount;
  /** '' where it needs none. */
  readonly source: string;
}
