import type { Millis } from '../model/refs.ts';

/** One pod whose init container fails again and again. */
export interface CrashLoop {
  /** End of the failure that reached the threshold; undefined where nothing was executed. */
  readonly at: Millis | undefined;
  readonly failures: number;
  readonly exitCode: number | undefined;
  readonly message: string;
}

/** What keeps a container from starting. */
export interface Block {
  readonly kind: 'Image' | 'Configuration';
  readonly reason: string;
  readonly message: string;
}

/** What is wrong with an init container in one pod. */
export interface Trouble {
  readonly pod: string;
  readonly loop: CrashLoop | undefined;
  readonly block: Block | undefined;
}
