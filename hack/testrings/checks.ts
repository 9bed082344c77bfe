import type { Children } from './child.ts';

/** The checks that need no test run, cheapest first. Each says itself what is wrong and where. */
export const CHECKS: readonly {
  readonly name: string;
  readonly command: readonly string[];
  readonly cure: string;
}[] = [
  { name: 'format', command: ['biome', 'format'], cure: 'npm run format' },
  { name: 'lint', command: ['oxlint'], cure: 'repair the code; rules are not switched off in sources' },
  { name: 'types', command: ['tsc'], cure: 'repair the types' },
  { name: 'unused', command: ['knip'], cure: 'remove what nothing uses' },
  {
    name: 'generated',
    command: ['hack/generate', '--check'],
    cure: 'hack/generate, then commit what changed',
  },
];

/** Runs them all, so that one look shows everything; returns the names of those that failed. */
export async function runChecks(children: Children, say: (line: string) => void): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, command, cure } of CHECKS) {
    if (children.interrupted) break;
    const started = performance.now();
    const [program = '', ...args] = command;
    const ok = (await children.run(program, args)) === 0;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`  ${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)${ok ? '' : `; cure: ${cure}`}`);
    if (!ok) failed.push(name);
  }
  return failed;
}
