import { isFlag } from './words.ts';

/** A loop around a step. `sleeps` once a `sleep` was met inside: then it is there to retry, not to walk a list. */
export interface Loop {
  readonly until: boolean;
  sleeps: boolean;
}

/** One program that would run, with its words known as far as the spec tells them. */
export interface Step {
  /** Last path element of the first word, e.g. `alembic`; '' when it is only known at run time. */
  readonly program: string;
  readonly words: readonly string[];
  /** Where the command stands, e.g. `args[0]`. */
  readonly field: string;
  /** Source text, for the excerpt. Not redacted. */
  readonly text: string;
  /** Where a `cd` before it went, '' when there was none. */
  readonly folder: string;
  /** Targets of `>` and `>>`. */
  readonly writes: readonly string[];
  /** Sources of `<`. */
  readonly reads: readonly string[];
  /** Here-document or here-string. */
  readonly input: string;
  readonly loop: Loop | undefined;
  /** In the condition of `if`, `while` or `until`. */
  readonly condition: boolean;
  /** Inside `$(…)`: its output becomes a word of another step. */
  readonly substituted: boolean;
  /** Steps whose output this one reads, and steps that read its output. */
  readonly upstream: readonly Step[];
  readonly downstream: readonly Step[];
  /** The program is what the image would start: its name is taken from the image's. */
  readonly entrypoint: boolean;
}

/** What the command of a container says. */
export interface Reading {
  readonly steps: readonly Step[];
  /** Something was cut or nested too deep: the rest may do anything. */
  readonly truncated: boolean;
}

/** In a loop that sleeps or runs until its condition holds. */
export const isRetried = (step: Step): boolean =>
  step.loop !== undefined && (step.loop.sleeps || step.loop.until) && !step.substituted;

/** What a step is known to print: `echo "SELECT 1"`, `printf '%s\\n' "SELECT 1"`, or `cat <<EOF`; '' when nothing is. */
export function saidBy({ words, input }: Pick<Step, 'words' | 'input'>): string {
  const plain = words.slice(1).filter((word) => !isFlag(word));
  switch (words[0]) {
    case 'cat':
      return input;
    case 'echo':
      return plain.join(' ');
    case 'printf':
      return (plain[0]?.includes('%') === true && plain.length > 1 ? plain.slice(1) : plain)
        .join('\n')
        .replaceAll('\\n', '\n');
    default:
      return '';
  }
}
