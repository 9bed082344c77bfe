import { type Classifier, classify } from './classify/classifier.ts';
import { readFailure } from './classify/failure.ts';
import type { ContainerStatusFact, InitFact, PodFact, TerminatedFact } from './model/facts.ts';
import type { UnheardRun } from './model/lastWords.ts';

/** As {@link unheardRuns}, by rows of the user's own, too. */
export const unheardRunsBy =
  (classifier: Classifier) =>
  (pod: PodFact): readonly UnheardRun[] =>
    unheardRuns(pod, classifier);

/** Tells of which runs of a pod the log should be read: failed ones of side-effecting work that do not say why. */
export function unheardRuns(pod: PodFact, classifier: Classifier = classify): readonly UnheardRun[] {
  return pod.init.flatMap((init) => {
    const found = init.status === undefined ? undefined : newestFailure(init.status);
    if (found === undefined || !isWanted(init, classifier)) return [];
    const { namespace, name, uid: podUid } = pod;
    return [{ namespace, pod: name, podUid, container: init.spec.name, ...found }];
  });
}

function isWanted({ spec }: InitFact, classifier: Classifier): boolean {
  return !spec.sidecar && classifier(spec, { workloadKind: '' }).sideEffecting;
}

/** R61: without a run under way the log is that of the newest finished run; otherwise that one is the previous one. */
function newestFailure({
  state,
  last,
}: ContainerStatusFact): Pick<UnheardRun, 'id' | 'startedAt' | 'finishedAt' | 'previous'> | undefined {
  const end: TerminatedFact | undefined = state.kind === 'terminated' ? state : last;
  if (end?.id === undefined || end.exitCode === 0) return undefined;
  const { id, startedAt = 0, finishedAt = 0, message } = end;
  // R2: what has no id or never began has no log; without an end nothing tells whose it is.
  if (startedAt <= 0 || finishedAt <= 0 || readFailure(message) !== undefined) return undefined;
  return { id, startedAt, finishedAt, previous: state.kind === 'running' };
}
