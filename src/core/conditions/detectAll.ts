import { blockOf } from '../detect/blocked.ts';
import { crashLoopOf } from '../detect/crashLoop.ts';
import { detectEndedPace, foreseePace } from './detectPace.ts';
import type { Race } from '../track/episode.ts';
import { repetitionOf } from '../detect/repeating.ts';
import {
  blockedMessage,
  crashLoopMessage,
  raceMessage,
  repeatingMessage,
  replacementLoopMessage,
} from './message.ts';
import type { Cause, RaceLevel } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import { isOver } from '../track/endCause.ts';
import type { Run } from '../track/run.ts';
import type { CrashLoop } from '../track/trouble.ts';
import type { PodTrack, WorkloadTrack } from '../track/workloadTrack.ts';

/** R27: failures of whole pods that are further apart than this are no loop. */
const REPLACEMENT_WINDOW: Millis = 3_600_000;

/** Pods in which this init container crash-loops now. */
export function crashLoopingPods(container: ContainerTrack): number {
  return loopsOf(container).length;
}

/** Notes what is wrong with the init containers of one pod, so that no observation has to look at all pods. */
export function noteTroubles(track: WorkloadTrack, pod: PodTrack, thresholds: Thresholds): void {
  const { fact, attempts } = pod;
  const over = isOver(fact);
  for (const { spec, status } of fact.init) {
    const container = track.containers.get(spec.name);
    const known = attempts.get(spec.name);
    const loop =
      known === undefined || over ? undefined : crashLoopOf(known, status, thresholds.crashLoopFailures);
    const block = over ? undefined : blockOf(status);
    if (loop === undefined && block === undefined) container?.troubles.delete(fact.uid);
    else container?.troubles.set(fact.uid, { pod: fact.name, loop, block });
  }
}

/**
 * Brings the conditions that follow from the pods up to date; called for each observation, so that what opened and closed
 * between two evaluations is not lost. `at` is the time of the observation.
 */
export function detectFromPods(
  track: WorkloadTrack,
  container: ContainerTrack,
  thresholds: Thresholds,
  at: Millis,
): void {
  detectCrashLoop(container, thresholds, at);
  detectBlocked(container, at);
  detectEndedPace(container, thresholds, at);
  detectAtRisk(track, container, at);
  // Of many reruns only the newest are remembered: the first must not be forgotten before anybody looks.
  detectRepeating(container, thresholds, at);
}

function loopsOf(container: ContainerTrack): readonly { readonly pod: string; readonly loop: CrashLoop }[] {
  const troubles = [...container.troubles.values()];
  return troubles.flatMap(({ pod, loop }) => (loop === undefined ? [] : [{ pod, loop }]));
}

function detectCrashLoop(container: ContainerTrack, thresholds: Thresholds, at: Millis): void {
  const [first] = loopsOf(container).toSorted(
    (a, b) => (a.loop.at ?? at) - (b.loop.at ?? at) || (a.pod < b.pod ? -1 : 1),
  );
  if (first !== undefined) {
    const message = crashLoopMessage(first.pod, first.loop);
    container.conditions.open('CrashLooping', { at: first.loop.at ?? at, reason: 'FailuresInARow', message });
    return;
  }
  const ends = container.failedPods.ends;
  const last = ends.at(-1);
  const since = ends.at(-thresholds.crashLoopFailures);
  if (last !== undefined && since !== undefined && last - since < REPLACEMENT_WINDOW) {
    const message = replacementLoopMessage(ends.length);
    container.conditions.open('CrashLooping', { at: last, reason: 'PodReplacement', message });
    return;
  }
  if (!container.conditions.isOpen('CrashLooping')) return;
  const opened = container.conditions.openSince('CrashLooping') ?? 0;
  const recovered = container.history
    .recent()
    .map(({ run }) => (run.outcome === 'Succeeded' ? run.finishedAt : undefined))
    .find((end) => end !== undefined && end >= opened);
  if (recovered !== undefined)
    container.conditions.close('CrashLooping', recovered, 'Succeeded', 'A run succeeded.');
  else container.conditions.close('CrashLooping', at, 'PodGone', 'The pods that failed are gone.');
}

function detectBlocked(container: ContainerTrack, at: Millis): void {
  const [first] = [...container.troubles.values()]
    .filter(({ block }) => block !== undefined)
    .toSorted((a, b) => (a.pod < b.pod ? -1 : 1));
  if (first?.block !== undefined) {
    const reason = first.block.kind === 'Image' ? 'ImageUnavailable' : 'ConfigurationInvalid';
    container.conditions.open('Blocked', { at, reason, message: blockedMessage(first.pod, first.block) });
    return;
  }
  container.conditions.close(
    'Blocked',
    at,
    'Unblocked',
    'No pod waits for an image or its configuration any more.',
  );
}

/** As its template says: seen without risk before it is so since that was written, else since the workload was made. */
function detectAtRisk({ template }: WorkloadTrack, container: ContainerTrack, at: Millis): void {
  const writtenAt = Math.min(at, template?.writtenAt ?? at);
  if (container.potentialRace) {
    const message =
      'Side-effecting work without a known lock in a workload that starts several pods at once.';
    const since = container.wasSafe ? writtenAt : (template?.createdAt ?? at);
    container.conditions.open('AtRisk', { at: since, reason: 'ConcurrentSideEffects', message });
  } else {
    // Pods that are seen before their template do not show how many there will be.
    container.wasSafe ||= template !== undefined;
    const message = 'Its pods cannot do this work at once any more.';
    container.conditions.close('AtRisk', writtenAt, 'Safe', message);
  }
}

/**
 * Conditions that begin or end by themselves, with the time at which the next of them does.
 * @param believed whether a run may be believed to have been going on at that time (R32)
 */
export function detectFromHistory(
  container: ContainerTrack,
  races: readonly Race[],
  thresholds: Thresholds,
  now: Millis,
  believed: (run: Run, at: Millis) => boolean,
): Millis | undefined {
  const racing = detectRacing(container, races, thresholds, now);
  const repeats = detectRepeating(container, thresholds, now);
  const pace = foreseePace(container, thresholds, now, believed);
  const ends = [racing, repeats, pace].filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** A race, over or not, opens Racing; readers are told of the last one. */
export function noteRace(container: ContainerTrack, race: Race): void {
  container.remember(race);
  const { lastRace } = container;
  if (race.level === undefined || lastRace?.level === undefined) return;
  const reason = lastRace.waited ? 'SerialisedByLock' : RACE_REASONS[lastRace.level];
  container.conditions.open('Racing', { at: race.certainAt, reason, message: raceMessage(lastRace) });
}

function detectRacing(
  container: ContainerTrack,
  races: readonly Race[],
  thresholds: Thresholds,
  now: Millis,
): Millis | undefined {
  for (const race of races) noteRace(container, race);
  if (!container.conditions.isOpen('Racing')) return undefined;
  if (races.some(({ level, endedAt }) => level !== undefined && endedAt === undefined)) return undefined;
  const ended = Math.max(0, ...Object.values(container.lastRaceAt));
  const until = ended + thresholds.raceHold;
  if (now < until) return until;
  container.conditions.close(
    'Racing',
    until,
    'NoRaceSince',
    'No further race was seen in the time that races are held.',
  );
  return undefined;
}

const RACE_REASONS: Readonly<Record<RaceLevel, string>> = {
  possible: 'OverlapPossible',
  observed: 'OverlapObserved',
  failed: 'RaceFailed',
};

function detectRepeating(container: ContainerTrack, thresholds: Thresholds, now: Millis): Millis | undefined {
  const repetition = repetitionOf(container.history.rerunTimes, container.verdict.category, thresholds);
  if (repetition === undefined) return undefined;
  if (now < repetition.until || !container.conditions.isOpen('Repeating')) {
    const message = repeatingMessage(repetition.count, lastCause(container));
    container.conditions.open('Repeating', { at: repetition.at, reason: 'RanAgain', message });
  }
  if (now < repetition.until) return repetition.until;
  container.conditions.close(
    'Repeating',
    repetition.until,
    'WindowPassed',
    'It has not run again within the window.',
  );
  return undefined;
}

function lastCause(container: ContainerTrack): Cause | undefined {
  return container.history.recent().find((entry) => entry.rerun && entry.cause !== undefined)?.cause;
}
