import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { clustersFolder } from './layout.ts';
import { ownFolders } from './mountNamespace.ts';

// What all clusters of this machine share: the forwarding switch, and the folders that nodes bind
// their own over. Written down before it is changed, put back when the last cluster has gone.
const forwarding = '/proc/sys/net/ipv4/ip_forward';
const before = () => join(clustersFolder(), 'machine.json');
const schema = z.object({ forwarding: z.string(), madeFolders: z.array(z.string()) });

function readBefore(): z.infer<typeof schema> {
  if (!existsSync(before())) return { forwarding: readFileSync(forwarding, 'utf8'), madeFolders: [] };
  return schema.parse(JSON.parse(readFileSync(before(), 'utf8')));
}

function missingFolders(): string[] {
  const paths = new Set(ownFolders.flatMap((folder) => [dirname(folder), folder]));
  return [...paths].filter((path) => !existsSync(path));
}

/** Makes ready what nodes need of the machine. Call it with the lock on subnets held. */
export function prepareMachine(): void {
  const known = readBefore();
  const missing = missingFolders();
  const next = { ...known, madeFolders: [...new Set([...known.madeFolders, ...missing])] };
  writeFileSync(before(), JSON.stringify(next));
  for (const folder of missing) mkdirSync(folder);
  writeFileSync(forwarding, '1');
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else put something there, or has taken it away already.
  }
}

/** Puts the machine back as it was, unless another cluster is there. Call it with the lock on subnets held. */
export function restoreMachine(): void {
  const others = readdirSync('/sys/class/net').some((name) => name.startsWith('cflab'));
  if (others || !existsSync(before())) return;
  const known = readBefore();
  writeFileSync(forwarding, known.forwarding);
  for (const folder of known.madeFolders.reverse()) removeIfEmpty(folder);
  rmSync(before());
}
