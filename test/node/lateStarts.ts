import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** As the engine allows (countedAnew): later a failure that no status shows may have come before. */
const AT_ONCE_MS = 1000;

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

/**
 * Uids of pods whose first init container began more than a second after the sandbox it ran in, by a recording's pods. R4, C7:
 * of its counts there nobody can be sure; on a machine at its limits that happens.
 */
export function lateStarts(file: string): ReadonlySet<string> {
  const late = new Set<string>();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const pod = podSchema.safeParse(lineSchema.parse(JSON.parse(line)).object);
    if (pod.success && beganLate(pod.data)) late.add(pod.data.metadata.uid);
  }
  return late;
}

function beganLate({ status }: RecordedPod): boolean {
  const ready = status.conditions.find(({ type }) => type === 'PodReadyToStartContainers');
  const [first] = status.initContainerStatuses;
  const startedAt = (first?.state.running ?? first?.state.terminated)?.startedAt;
  if (ready?.status !== 'True' || typeof ready.lastTransitionTime !== 'number') return false;
  return startedAt !== undefined && startedAt - ready.lastTransitionTime > AT_ONCE_MS;
}
