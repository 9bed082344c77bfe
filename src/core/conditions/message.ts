import { readFailure } from '../classify/failure.ts';
import type { LockState } from '../detect/lock.ts';
import type { Pace } from '../detect/pace.ts';
import type { Race } from '../track/episode.ts';
import type { Block, CrashLoop } from '../track/trouble.ts';
import { becauseOf } from '../model/meanings/causes.ts';
import type { Cause } from '../model/names.ts';
import type { Millis } from '../model/refs.ts';
import { humanDuration } from '../model/time.ts';
import type { Verdict } from '../model/verdict.ts';

/*
 * Sentences of findings. Facts only, no time of evaluation; tenant text comes redacted and free of control characters.
 */

const QUOTE_MAX = 160;

/** What a termination message says: the line that is known to decide, else the last one that is not empty. */
export function lastWords(message: string): string {
  return readFailure(message)?.excerpt ?? lastLine(message);
}

function lastLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const line = lines.findLast((text) => text !== '') ?? '';
  return line.length > QUOTE_MAX ? `${line.slice(0, QUOTE_MAX - 1)}…` : line;
}

export function crashLoopMessage(pod: string, loop: CrashLoop): string {
  const code = loop.exitCode === undefined ? '' : `, last with exit code ${loop.exitCode}`;
  return withQuote(`Failed ${loop.failures} times in a row in pod ${pod}${code}`, lastWords(loop.message));
}

export function replacementLoopMessage(failures: number): string {
  return `Failed in ${failures} pods in a row; each was replaced by a new one, so there is no back-off between them.`;
}

export function blockedMessage(pod: string, block: Block): string {
  return withQuote(`Cannot start in pod ${pod}: ${block.reason}`, lastLine(block.message));
}

export function paceMessage(
  pod: string,
  pace: Pace,
  limit: Millis,
  verdict: Verdict,
  usual?: number,
): string {
  const waits = verdict.category === 'Wait';
  const sentence = `${waits ? 'Has been waiting' : 'Has been running'} in pod ${pod} for longer than ${humanDuration(limit)}`;
  if (waits && pace === 'Stuck') return `${sentence}: what it waits for may not be there at all.`;
  return usual === undefined
    ? `${sentence}.`
    : `${sentence}; it usually takes ${humanDuration(usual * 1000)}.`;
}

export function halfAppliedMessage(pod: string, quote: string): string {
  return withQuote(`A migration was left in the middle, as a run in pod ${pod} says`, quote);
}

export function lockMessage(pod: string, state: LockState, quote: string, limit: Millis): string {
  return withQuote(lockSentence(pod, state, limit), quote);
}

function lockSentence(pod: string, state: LockState, limit: Millis): string {
  switch (state.kind) {
    case 'Orphan':
      return `Orphan lock: pod ${pod} found the lock taken by ${state.holder}, and no pod of that name lives any more`;
    case 'Own':
      return `Orphan lock: pod ${pod} found the lock taken in its own name, so an earlier run of that name has left it behind`;
    case 'Lasting':
      return `The lock was found taken again and again for longer than ${humanDuration(limit)}, last by pod ${pod}`;
    case 'Unseen':
      return `Pod ${pod} found the lock taken while no other run of this init container was seen that could hold it`;
    case 'Foreign':
      return `Pod ${pod} found the lock taken by ${state.holder}, which is no pod that is known to live`;
    case 'Busy':
      return `Pod ${pod} waits for the lock, which living pod ${state.holder} holds`;
    case 'Held':
      return `Pod ${pod} waits for the lock, which another run holds`;
  }
}

export function raceMessage(race: Race): string {
  const overlap = Math.round(race.overlap / 1000);
  const how = {
    possible: 'may have done this work at once: their runs meet within the error of the clocks',
    observed: race.waited
      ? `did this work at once, overlapping for up to ${overlap} s; none failed, and one ended after the other, as where a lock lets one in at a time`
      : `did this work at once, overlapping for up to ${overlap} s; none failed because of it`,
    failed: `did this work at once, overlapping for up to ${overlap} s, and a run failed while another did not`,
  }[race.level ?? 'possible'];
  const loser = race.runs.find((run) => run.outcome === 'Failed' && run.message !== '');
  return withQuote(`${whoOf(race)} ${how}`, loser === undefined ? '' : lastWords(loser.message));
}

/** Where the tool takes a lock, runs at once cost time and nothing else. */
export function waitMessage(race: Race, tool: string): string {
  const overlap = Math.round(race.overlap / 1000);
  return `${whoOf(race)} did this work at once for up to ${overlap} s and did not race: ${tool} takes a lock, and lets one in at a time.`;
}

/** Own and other pods, some of them by name. */
function whoOf(race: Race): string {
  const pods = podsOf(race);
  const shown = pods.slice(0, 3).join(', ') + (pods.length > 3 ? ', …' : '');
  const { rivals } = race;
  const more = rivals.length > 2 ? ` and ${rivals.length - 2} more` : '';
  const also = rivals.length === 0 ? '' : `, also of ${rivals.slice(0, 2).join(', ')}${more},`;
  return `${pods.length} pods (${shown})${also}`;
}

/** All pods, of several workloads one of each first: none is cut off. */
export function podsOf({ runs, lead }: Race): readonly string[] {
  return [...new Set([...lead, ...runs.map((run) => run.pod).sort()])];
}

export function repeatingMessage(count: number, cause: Cause | undefined): string {
  const times = count === 1 ? 'once' : `${count} times`;
  const why = cause === undefined ? '' : `, last because ${becauseOf(cause)}`;
  return `Ran again ${times} after it had already succeeded${why}.`;
}

function withQuote(sentence: string, quote: string): string {
  return quote === '' ? `${sentence}.` : `${sentence}: ${quote}`;
}
