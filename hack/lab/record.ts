import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Layout } from './layout.ts';
import { isAlive } from './processes.ts';

const processId = z.object({ pid: z.number(), startTicks: z.string() });

const schema = z.object({
  name: z.string(),
  phase: z.enum(['starting', 'running']),
  /** owner: the cluster is void when the process that started it has ended. detached: it lives until `down`. */
  lifetime: z.enum(['owner', 'detached']),
  owner: processId,
  nodes: z.array(z.string()),
  /** What was asked for, to be compared when `up` runs again. */
  wish: z.string(),
  subnet: z.number().optional(),
  serverUrl: z.string().optional(),
  etcdUrl: z.string().optional(),
  hostAddress: z.string().optional(),
  adminToken: z.string().optional(),
});

/** What is written down about a cluster, so that any later command can use it or clean it up. */
export type ClusterRecord = z.infer<typeof schema>;

/** Reads the record; undefined when there is none or it is broken (then there is only cleaning to do). */
export function readRecord(layout: Layout): ClusterRecord | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(layout.record, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes the record; never half of it. */
export function writeRecord(layout: Layout, record: ClusterRecord): void {
  mkdirSync(layout.root, { recursive: true, mode: 0o711 });
  const next = `${layout.record}.next`;
  writeFileSync(next, JSON.stringify(record, null, 2), { mode: 0o600 });
  renameSync(next, layout.record);
}

/** Whether a complete cluster of somebody who still wants it stands here. */
export function isWanted(record: ClusterRecord): boolean {
  return record.phase === 'running' && (record.lifetime === 'detached' || isAlive(record.owner));
}
