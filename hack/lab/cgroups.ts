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

function rootsOf(wanted: (name: string) => boolean): string[] {
  if (!existsSync(mounted)) return [];
  const hierarchies = [
    mounted,
    ...readdirSync(mounted, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(mounted, entry.name)),
  ];
  return hierarchies.flatMap((hierarchy) =>
    readdirSync(hierarchy)
      .filter(wanted)
      .map((name) => join(hierarchy, name)),
  );
}

function deepestFirst(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...below.flatMap((entry) => deepestFirst(join(folder, entry.name))), folder];
}

/** Ends what still runs in the top-level cgroups of these names and removes them. */
export async function removeCgroups(wanted: (name: string) => boolean): Promise<void> {
  const groups = rootsOf(wanted).flatMap(deepestFirst);
  const pids = groups.flatMap((group) =>
    readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number),
  );
  await endProcesses(identify(pids));
  for (const group of groups) if (existsSync(group)) rmdirSync(group);
}
