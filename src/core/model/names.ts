/**
 * Every word a reader of findings, metrics or lint output can meet. These tables are the only source: the CRD's
 * enums, metric labels (kebab-case by {@link kebab}) and documentation are derived from them.
 */

/** What an init container does. */
export const CATEGORIES = [
  'Migration',
  'Seed',
  'ExternalCall',
  'Download',
  'ConfigRender',
  'SecretFetch',
  'Wait',
  'Permissions',
  'Kernel',
  'CopyArtifact',
  'Check',
  'Unknown',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** A further run changes something outside of the pod, where a rule does not know better. */
export const MUTATING: ReadonlySet<Category> = new Set(['Migration', 'Seed', 'ExternalCall']);

/** The essay's taxonomy: is an init container the right place for this work? */
export const SEVERITIES = ['Legitimate', 'Yellow', 'Red', 'Unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Worst first. A finding's state is its worst condition that is True and not accepted. */
export const STATES = [
  'HalfApplied',
  'StuckLock',
  'Racing',
  'CrashLooping',
  'Stuck',
  'Blocked',
  'Slow',
  'Repeating',
  'AtRisk',
  'Quiet',
  'Resolved',
] as const;
export type State = (typeof STATES)[number];

/** Condition types, worst first; AcceptanceInvalid never becomes a state. */
export const CONDITIONS = [
  'HalfApplied',
  'StuckLock',
  'Racing',
  'CrashLooping',
  'Stuck',
  'Blocked',
  'Slow',
  'Repeating',
  'AtRisk',
  'AcceptanceInvalid',
] as const;
export type ConditionType = (typeof CONDITIONS)[number];

/** How a run ended; NotExecuted never started (R2 StartError). */
export const OUTCOMES = ['Running', 'Succeeded', 'Failed', 'Interrupted', 'NotExecuted', 'Unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a run happened. */
export const CAUSES = [
  'Retry',
  'SandboxRecreated',
  'NodeReboot',
  'RuntimeStateLost',
  'CompletionRecordLost',
  'RestartAllContainers',
  'Rollout',
  'Restart',
  'Rollback',
  'ScaleUp',
  'Replica',
  'NewNode',
  'Schedule',
  'Parallelism',
  'JobRetry',
  'Drain',
  'Preemption',
  'Taint',
  'NodePressure',
  'PodDeleted',
  'Unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

/** Causes that are by design: counted as reruns, but they do not open Repeating. */
export const CAUSES_BY_DESIGN: ReadonlySet<Cause> = new Set<Cause>([
  'Replica',
  'NewNode',
  'Parallelism',
  'Schedule',
]);

/** How certain and how bad an episode of overlapping runs was, weakest first. */
export const RACE_LEVELS = ['possible', 'observed', 'failed'] as const;
export type RaceLevel = (typeof RACE_LEVELS)[number];

/** Where an init container comes from: the workload's template, or admission. */
export const ORIGINS = ['Template', 'Injected'] as const;
export type Origin = (typeof ORIGINS)[number];

/** How a list or a watch ended; a `clean` end is the server's own time limit. */
export const EXCHANGE_RESULTS = ['clean', 'expired', 'forbidden', 'throttled', 'stalled', 'failed'] as const;
export type ExchangeResult = (typeof EXCHANGE_RESULTS)[number];

/** `CrashLooping` → `crash-looping`: the form used in metric labels and lint output. */
export function kebab(word: string): string {
  return word.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** Our field manager: a status last written by anyone else is not believed. A name is part of the API; it never changes. */
export const FIELD_MANAGER = 'confessor';
