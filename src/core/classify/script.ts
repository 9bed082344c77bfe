import type { Step } from './step.ts';

/** A simple command before wrappers are taken off. */
export interface RawStep extends Omit<Step, 'program' | 'entrypoint' | 'upstream' | 'downstream'> {
  upstream: readonly RawStep[];
  downstream: readonly RawStep[];
}

/** What is known of a command before it is told where it stands. */
export type Raw = Partial<RawStep> & Pick<RawStep, 'words' | 'field' | 'text'>;

export interface ScriptReading {
  readonly steps: readonly RawStep[];
  readonly truncated: boolean;
  /** Names of functions, also those known before. */
  readonly functions: ReadonlySet<string>;
}

/** What a script may cost, and what is known of its variables. */
export interface ScriptLimits {
  /** No more programs than that are read. */
  readonly most: number;
  readonly known: ReadonlyMap<string, string>;
  /** Functions of the script around it. */
  readonly functions: ReadonlySet<string>;
}
