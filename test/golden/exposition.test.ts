import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DURATION_BUCKETS } from '../../src/core/model/snapshot.ts';
import { allMetrics, FINDING_METRICS } from '../../src/telemetry/definitions.ts';
import { renderSnapshot } from '../../src/telemetry/renderSnapshot.ts';
import { container, NOON, quiet, runs, snapshot } from '../unit/telemetry/snapshots.ts';
import { usePromtool } from './promtool.ts';

/** One of everything that a page can show. */
const everything = snapshot(
  [
    container({
      runs: runs({ Succeeded: 5, Failed: 2, Running: 1 }),
      reruns: new Map([
        ['Restart', 3],
        ['SandboxRecreated', 1],
      ]),
      lastRerunAt: NOON + 60_000,
      races: { possible: 1, observed: 0, failed: 1 },
      lastRaceAt: { possible: NOON - 3_600_000, failed: NOON },
      crashLoopingPods: 1,
      activeRuns: 1,
      duration: { sumSeconds: 21, count: 7 },
      conditions: ['Racing', 'CrashLooping'],
    }),
    container({
      container: 'seed',
      category: 'Seed',
      severity: 'Yellow',
      tool: 'psql',
      origin: 'Injected',
      accepted: true,
    }),
    quiet(),
  ],
  {
    transient: [{ namespace: 'ci', workloadKind: 'TaskRun', sideEffecting: 2, runs: runs({ Succeeded: 9 }) }],
    durations: [
      {
        category: 'Migration',
        buckets: DURATION_BUCKETS.map((bound) => (bound < 5 ? 2 : 7)),
        sumSeconds: 21,
        count: 7,
      },
    ],
  },
);

describe('the exposition text', () => {
  const promtool = usePromtool();
  const text = renderSnapshot(everything);

  it('is as expected, line by line', () => {
    const golden = readFileSync(join(import.meta.dirname, 'exposition.txt'), 'utf8');
    const sorted = (page: string) => page.trim().split('\n').sort();
    expect(sorted(text)).to.deep.equal(sorted(golden));
  });

  it('shows every metric of findings, with the labels that its definition names', () => {
    for (const { name, labels } of allMetrics().filter(
      ({ name }) => name.replace('confessor_', '') in FINDING_METRICS,
    )) {
      const line = text.split('\n').find((one) => new RegExp(`^${name}(_sum|_count)?\\{`).test(one));
      const shown = [...(line ?? '').matchAll(/(\w+)="/g)].map((match) => match[1]);
      expect(
        shown.filter((label) => label !== 'le'),
        name,
      ).to.deep.equal([...labels]);
    }
  });

  it('never names a Pod', () => {
    expect(text).not.to.match(/[{,](pod|pod_name|uid|instance)="/);
  });

  it('pleases promtool', () => {
    expect(promtool(['check', 'metrics'], text)).to.equal('');
  });
});
