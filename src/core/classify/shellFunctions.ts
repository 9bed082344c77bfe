import type { RawStep } from './script.ts';
import type { Loop } from './step.ts';
import { unwrap } from './unwrap.ts';

/** `"$@"`, also behind `eval` and wrappers: what a function does with the words it is called with. */
const PASSED_ON = /^\$(?:[@*]|\{[@*])/;

function passesOn({ words }: RawStep): boolean {
  const inner = words[0] === 'eval' ? words.slice(1) : unwrap(words).words;
  return PASSED_ON.test(inner[0] ?? '');
}

/** The functions of a script: their bodies are read once, and calls are left out. */
export class ShellFunctions {
  readonly names: Set<string>;
  /** Functions that run the words they are called with (`retry 5 COMMAND`), and the loop in which they do. */
  private readonly wrapping = new Map<string, Loop | undefined>();
  private readonly passing = new Set<RawStep>();

  constructor(known: ReadonlySet<string>) {
    this.names = new Set(known);
  }

  define(name: string): void {
    this.names.add(name);
  }

  /** The steps of a function that has been read. */
  holds(name: string, steps: readonly RawStep[]): void {
    for (const step of steps.filter(passesOn)) {
      this.passing.add(step);
      this.wrapping.set(name, step.loop);
    }
  }

  /** What the call of a wrapping function runs. */
  call(
    words: readonly string[],
  ): { readonly words: readonly string[]; readonly loop: Loop | undefined } | undefined {
    const name = words[0] ?? '';
    return this.wrapping.has(name) ? { words: handedOver(words), loop: this.wrapping.get(name) } : undefined;
  }

  /** Is this a step of its own, neither a call nor what a call stands for? */
  leaves(step: RawStep): boolean {
    return !this.names.has(step.words[0] ?? '') && !this.passing.has(step);
  }
}

/** The command in the call of a function that runs one: options and numbers before it are of the function. */
function handedOver(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, i) => i > 0 && !/^-|^\d{1,9}(?:ms|[smhd])?$/.test(word));
  return at < 0 ? words : words.slice(at);
}
