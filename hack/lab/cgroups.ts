import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { endProcesses, identify } from './processes.ts';

const mounted = '/sys/fs/cgroup';

/** Says clearly when no container could run. */
export function demandCgroups(): void {
  if (existsSync(join(mounted, 'memory/cgroup.procs')) || existsSync(join(mounted, 'cgroup.controllers')))
    return;
  throw new Error(
    `no cgroups (version 1 with memory, or 2) are mounted under ${mounted}: a node cannot run here`,
  );
}

// containerd puts the containers of all nodes below one group; version 1 has it once in each hierarchy.
function sharedGroups(): string[] {
  const hierarchies = readdirSync(mounted).map((name) => join(mounted, name));
  return [mounted, ...hierarchies].map((folder) => join(folder, 'k8s.io')).filter(existsSync);
}

function deepestFirst(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...below.flatMap((entry) => deepestFirst(join(folder, entry.name))), folder];
}

const processesIn = (group: string) =>
  readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean);

function removeIfEmpty(group: string): void {
  try {
    rmdirSync(group);
  } catch {
    // Another cluster's containers live there.
  }
}

/** Ends what still runs in these containers' cgroups and removes the groups. */
export async function removeCgroups(containers: readonly string[]): Promise<void> {
  const shared = sharedGroups();
  const groups = shared
    .flatMap((folder) => containers.map((id) => join(folder, id)))
    .filter(existsSync)
    .flatMap(deepestFirst);
  await endProcesses(identify(groups.flatMap(processesIn).map(Number)));
  for (const group of groups) rmdirSync(group);
  for (const folder of shared) removeIfEmpty(folder);
}
