import { readFileSync } from 'node:fs';
import { z } from 'zod';

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const begunSchema = z.object({ startedAt: instant.optional() }).optional();
const podSchema = z.object({
  kind: z.literal('Pod'),
  metadata: z.object({ uid: z.string() }),
  status: z.object({
    conditions: z
      .array(z.object({ type: z.string(), status: z.string(), lastTransitionTime: instant.nullish() }))
      .default([]),
    initContainerStatuses: z
      .array(z.object({ state: z.object({ running: begunSchema, terminated: begunSchema }) }))
      .default([]),
  }),
});
const lineSchema = z.object({ object: z.unknown() });

type RecordedPod = z.infer<typeof podSchema>;

/** When each sandbox of a pod was ready, and when its first init container began in it for the first time, as far as shown. */
type Sandboxes = Map<number, number>;

/**
 * Uids of pods whose first init container began a second or more after a further sandbox of theirs, by a recording's pods. R4, C7:
 * a failure that no status shows may have come before, so nobody can be sure of its counts; on a slow machine that happens.
 */
export function lateStarts(file: string): ReadonlySet<string> {
  const pods = new Map<string, Sandboxes>();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const pod = podSchema.safeParse(lineSchema.parse(JSON.parse(line)).object);
    if (!pod.success) continue;
    const { uid } = pod.data.metadata;
    pods.set(uid, withStart(pods.get(uid) ?? new Map<number, number>(), pod.data));
  }
  return new Set([...pods].flatMap(([uid, sandboxes]) => (beganLate(sandboxes) ? [uid] : [])));
}

function withStart(sandboxes: Sandboxes, { status }: RecordedPod): Sandboxes {
  const ready = status.conditions.find(({ type }) => type === 'PodReadyToStartContainers');
  const [first] = status.initContainerStatuses;
  const startedAt = (first?.state.running ?? first?.state.terminated)?.startedAt;
  const at = ready?.status === 'True' ? ready.lastTransitionTime : undefined;
  // What an older sandbox ran still stands there until something has begun in this one.
  if (typeof at !== 'number' || startedAt === undefined || startedAt < at) return sandboxes;
  return sandboxes.set(at, Math.min(sandboxes.get(at) ?? startedAt, startedAt));
}

function beganLate(sandboxes: Sandboxes): boolean {
  return [...sandboxes]
    .toSorted(([a], [b]) => a - b)
    .some(([at, startedAt], nth) => nth > 0 && startedAt > at);
}
