import type { Act } from './act.ts';
import type { Storm } from './storm.ts';
import { sum } from './tally.ts';

interface Told {
  readonly seed: number;
  readonly storms: readonly Storm[];
  readonly acts: readonly Act[];
  /** How many held the Lease. */
  readonly holders: number;
}

type Row = readonly [string, number | string];

/** What there was of everything, as a table for people. */
export function report({ seed, storms, acts, holders }: Told): string {
  const clusters = acts.flatMap((act) => act.clusters);
  const replicas = acts.flatMap((act) => act.replicas);
  const total = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((sum, one) => sum + of(one), 0);
  const rows: readonly Row[] = [
    ...storms.flatMap(({ counts }) => [...counts]),
    ['events written', total(clusters, ({ scribe }) => scribe.writes)],
    ['clusters', clusters.length],
    ['runs', total(clusters, ({ truth }) => truth.runs.length)],
    ['operators started', total(replicas, ({ starts }) => starts)],
    ['ended by themselves', total(replicas, ({ endedItself }) => endedItself)],
    ['failovers', holders - 1],
    ...Object.entries(replicas.map(({ tally }) => tally.all).reduce(sum)),
    ...acts.map(exactIn),
  ];
  const lines = merged(rows).map(([what, count]) => `      ${what.padEnd(28)} ${String(count).padStart(10)}`);
  return `      seed ${seed}\n${lines.join('\n')}\n`;
}

function exactIn({ ending }: Act, nth: number): Row {
  const findings = ending.flatMap((one) => one.findings);
  const exact = findings.filter(({ status }) => status.runs.exact).length;
  return [`exact after storm ${nth + 1}`, `${exact} of ${findings.length}`];
}

/** Of two rows with one name the sum. */
function merged(rows: readonly Row[]): readonly Row[] {
  const byName = new Map<string, number | string>();
  for (const [name, count] of rows) {
    const before = byName.get(name);
    byName.set(name, typeof before === 'number' && typeof count === 'number' ? before + count : count);
  }
  return [...byName];
}
