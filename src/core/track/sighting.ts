import type { InitFact, PodFact } from '../model/facts.ts';
import { type Millis, type Version, versionOf } from '../model/refs.ts';
import type { Evidence } from './evidence.ts';
import { diedWithNode, outcomeOf } from './outcome.ts';
import type { Run } from './run.ts';

/** One init container of one pod at one moment, and where the observation was made. */
export interface Sighting {
  readonly init: InitFact;
  readonly pod: PodFact;
  readonly epoch: Millis | undefined;
  /** The pod has had another sandbox before this one. */
  readonly resandboxed: boolean;
  /** Boot id of the pod's node now, '' when not known. */
  readonly bootId: string;
  /** The newest version of the pod without a node. */
  readonly unboundIn: Version | undefined;
}

/** The run that a status proves. */
export function runOf(
  evidence: Evidence,
  sequence: number,
  sighting: Sighting,
  inPlace: Run['inPlace'],
): Run {
  const { init, pod, epoch, bootId, unboundIn } = sighting;
  return {
    id: evidence.id,
    sequence,
    container: init.spec.name,
    pod: pod.name,
    podUid: pod.uid,
    node: pod.node,
    revision: pod.revision,
    work: init.spec.work,
    databaseWork: init.spec.databaseWork,
    epoch,
    bootId,
    ...courseOf(evidence, pod),
    inPlace,
    endShownIn: evidence.kind === 'ended' ? versionOf(pod.resourceVersion) : undefined,
    begunAfter: unboundIn,
  };
}

function courseOf(
  evidence: Evidence,
  pod: PodFact,
): Pick<Run, 'startedAt' | 'finishedAt' | 'exitCode' | 'message' | 'outcome'> {
  if (evidence.kind === 'running') {
    const { startedAt } = evidence;
    return { startedAt, finishedAt: undefined, exitCode: undefined, message: '', outcome: 'Running' };
  }
  const { end } = evidence;
  const executed = end.startedAt > 0;
  return {
    startedAt: executed ? end.startedAt : undefined,
    finishedAt: executed && !diedWithNode(end) ? end.finishedAt : undefined,
    exitCode: end.exitCode,
    message: end.message,
    outcome: outcomeOf(end, pod),
  };
}

/** Did the pod get a new sandbox since this run was first seen (R11)? */
export function isNewEpoch(run: Run, epoch: Millis | undefined): boolean {
  return run.epoch !== undefined && epoch !== undefined && run.epoch !== epoch;
}
