import { execFileSync } from 'node:child_process';
import { onPath } from '../../hack/lab/binaries.ts';
import { ensurePackages } from '../../hack/lab/debian.ts';
import { toStderr } from '../../hack/lab/report.ts';

const MINUTES = 60_000;

/** Prometheus' own judge of rules and metrics; installed from Debian where it is missing. */
export function usePromtool(): (args: readonly string[], input?: string) => string {
  before('promtool', async function () {
    this.timeout(5 * MINUTES);
    await ensurePackages([{ package: 'prometheus', present: () => onPath('promtool') }], toStderr);
  });
  return (args, input = '') => execFileSync('promtool', args, { input, encoding: 'utf8', stdio: 'pipe' });
}
