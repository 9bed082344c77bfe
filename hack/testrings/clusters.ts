import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './child.ts';

const CLUSTER = join(ROOT, 'hack/cluster');

/** Names of clusters that stand although the tests that started them are over: only a killed test leaves one. */
function leftBehind(prefix: string): readonly string[] {
  const { stdout } = spawnSync(CLUSTER, ['status'], { encoding: 'utf8', cwd: ROOT });
  return [...new Set((stdout ?? '').match(/[a-z0-9-]+/g) ?? [])].filter((word) => word.startsWith(prefix));
}

/** Takes down what a test left behind. Others' clusters have other names and are not touched. */
export function removeClusters(prefix: string): void {
  if (!existsSync(CLUSTER)) return;
  for (const name of leftBehind(prefix)) {
    console.error(`taking down cluster ${name}`);
    spawnSync(CLUSTER, ['down', name], { stdio: 'inherit', cwd: ROOT });
  }
}
