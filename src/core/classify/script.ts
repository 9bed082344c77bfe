import type { Step } from './step.ts';

/** A simple command before wrappers are taken off. */
export interface RawStep extends Omit<Step, 'program' | 'entrypoint' | 'upstream' | 'downstream'> {
  upstream: readonly RawStep[];
  downstream: readonly RawStep[];
}

export interface ScriptReading {
  readonly steps: readonly RawStep[];
  readonly truncated: boolean;
}

/** What a script may cost, and what is known of its variables. */
export interface ScriptLimits {
  /** No more programs than that are read. */
  readonly most: number;
  readonly known: ReadonlyMap<string, string>;
}
