import type { LastWords } from '../model/lastWords.ts';
import { readingOf } from '../detect/reading.ts';
import type { Run } from '../track/run.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';

/** Gives a failed run the end of its log as its last words; undefined where there is no such run, or it has been told. */
export function hear(track: WorkloadTrack, { podUid, container, id, text }: LastWords): Run | undefined {
  const pod = track.pods.get(podUid);
  const entry = track.containers.get(container)?.history.entryOfId(id);
  if (pod === undefined || entry?.run.podUid !== podUid || entry.run.message.endsWith(text)) return undefined;
  const before = entry.run;
  const message = before.message === '' ? text : `${before.message}\n${text}`;
  entry.run = { ...entry.run, message };
  // What an earlier life of the operator has judged, or what has been judged by its status, is not judged again.
  if (!entry.judged && readingOf(before) === undefined) entry.heard = false;
  const attempts = pod.attempts.get(container);
  if (attempts?.current.id === id)
    pod.attempts.set(container, { ...attempts, current: { ...attempts.current, message } });
  return entry.run;
}
