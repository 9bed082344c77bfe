import type { PodFact } from '../model/facts.ts';
import type { Evidence } from './evidence.ts';

/** Times of one node are comparable; whole seconds and slow status writes need some slack (R5). */
const SLACK = 2000;

/**
 * R5: a pod met for the first time can prove that its init containers had a complete earlier pass. Sufficient, not necessary.
 */
export function firstSightReruns(evidence: Evidence, pod: PodFact): boolean {
  const startedAt = evidence.kind === 'running' ? evidence.startedAt : evidence.end.startedAt;
  if (startedAt === undefined || startedAt <= 0) return false;
  return startedAfterInitialized(startedAt, pod) || startedAfterMain(startedAt, pod);
}

/**
 * A sandbox younger than the initialisation leaves no need for slack. Alone it proves nothing: after a re-creation the second
 * container still shows its first run until its turn has come.
 */
function startedAfterInitialized(startedAt: number, pod: PodFact): boolean {
  const { initialized } = pod.conditions;
  if (initialized?.status !== 'True' || initialized.at === undefined) return false;
  return startedAt > initialized.at + (sandboxYoungerThanInit(pod) ? 0 : SLACK);
}

export function sandboxYoungerThanInit(pod: PodFact): boolean {
  const { initialized, sandboxReady } = pod.conditions;
  if (initialized?.status !== 'True' || sandboxReady?.status !== 'True') return false;
  if (initialized.at === undefined || sandboxReady.at === undefined) return false;
  return sandboxReady.at > initialized.at + SLACK;
}

function startedAfterMain(startedAt: number, pod: PodFact): boolean {
  return pod.main.some((main) => {
    const now = main.state.kind === 'terminated' ? main.state.startedAt : undefined;
    const earlier = [now, main.last?.startedAt].filter((at) => at !== undefined && at > 0);
    return earlier.some((at) => at !== undefined && at < startedAt);
  });
}
