import type { Millis } from './refs.ts';

/** Where a finding can be accepted, strongest first. */
export const ACCEPT_LEVELS = ['settings', 'namespace', 'workload', 'template'] as const;
export type AcceptLevel = (typeof ACCEPT_LEVELS)[number];

/** The annotation in which people accept findings. */
export const ACCEPT_ANNOTATION = 'confessor.dev/accept';
/** Characters of the annotation; none of a longer one counts. */
export const ACCEPT_MAX = 4096;

/** One entry of an annotation that can be read. */
export interface Acceptance {
  /** `*` stands for all containers. */
  readonly container: string;
  /** As it was written, neither redacted nor cleaned. */
  readonly reason: string;
  /** When it ends, undefined if it never does; a day counts to its end, in UTC. */
  readonly until: Millis | undefined;
  readonly from: AcceptLevel;
}

/** An entry, or a whole annotation, that does not count. */
export interface AcceptFault {
  /** Undefined where nothing tells which container was meant. */
  readonly container: string | undefined;
  readonly what: string;
  readonly cure: string;
}

/** What one annotation says. */
export interface Acceptances {
  readonly entries: readonly Acceptance[];
  readonly faults: readonly AcceptFault[];
}
