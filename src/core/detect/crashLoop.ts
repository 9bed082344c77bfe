import type { ContainerStatusFact } from '../model/facts.ts';
import type { Attempts } from '../track/attempts.ts';
import { isEnded } from '../track/run.ts';
import type { CrashLoop } from '../track/trouble.ts';

/**
 * R26: failures in a row within one sandbox, whatever kubectl shows: CrashLoopBackOff is visible for a fraction of a second
 * until the 160 s step (V3).
 */
export function crashLoopOf(
  attempts: Attempts,
  status: ContainerStatusFact | undefined,
  threshold: number,
): CrashLoop | undefined {
  const { current, streak } = attempts;
  const backOff = status?.state.kind === 'waiting' && status.state.reason === 'CrashLoopBackOff';
  if (streak.length < threshold && !(backOff && isEnded(current))) return undefined;
  const at =
    streak.ends[Math.min(threshold, streak.ends.length) - 1] ?? current.finishedAt ?? current.startedAt;
  const last = status?.state.kind === 'running' ? status.last : undefined;
  return {
    at,
    failures: Math.max(streak.length, 1),
    exitCode: current.exitCode ?? last?.exitCode,
    message: current.message || (last?.message ?? ''),
  };
}
