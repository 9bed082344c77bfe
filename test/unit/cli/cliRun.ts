import { invoke } from '../../../src/cli/invoke.ts';

/** What a command said and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line within the test, with `stdin` as its input. */
export async function confessor(args: readonly string[], stdin = ''): Promise<Ran> {
  const said = { out: '', err: '' };
  const code = await invoke(args, {
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
  });
  return { code, ...said };
}
