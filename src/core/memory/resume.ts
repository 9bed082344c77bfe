import type { PodFact, TerminatedFact } from '../model/facts.ts';
import type { RunRecord } from '../model/finding.ts';
import type { Millis } from '../model/refs.ts';
import { millisOf, timestamp } from '../model/time.ts';
import type { Attempts } from '../track/attempts.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { PodRow } from '../track/ledger.ts';
import { isEnded, type Run } from '../track/run.ts';

/** The ledger of a living pod as it goes on, and the runs that are known again. */
export interface Resumed {
  readonly attempts: Attempts;
  readonly runs: readonly Run[];
}

/**
 * Goes on with the ledger of a living pod. Its runs, as far as they were written, are known again, so that a race that is
 * not over is judged by the same runs as if nothing had happened; none of them is counted once more.
 */
export function resume(
  container: ContainerTrack,
  { attempts: written, usual, unheard = false }: Pick<PodRow, 'attempts' | 'usual' | 'unheard'>,
  pod: PodFact,
): Resumed {
  const records = container.restoredRuns.filter((record) => record.podUID === pod.uid);
  const place = records.findIndex((record) => record.startedAt === timestampOf(written.current.startedAt));
  const current = currentRun(container, written.current, pod, records[place]);
  const usually = usual === undefined ? container.history.usualSeconds() : (usual ?? undefined);
  container.adopt(current, records[place]?.cause, usually, unheard);
  const runs = [current];
  const earlier = place < 0 ? [] : records.slice(place + 1);
  const before = unheard && !isEnded(current) ? predecessorOf(current, pod) : undefined;
  earlier.forEach((record, index) => {
    const run = earlierRun(container, current, record, current.sequence - 1 - index);
    if (run.sequence <= 0) return;
    const id = index === 0 && run.startedAt === before?.startedAt ? before?.id : undefined;
    container.history.adopt({ ...run, id }, record.cause, id !== undefined);
    runs.push({ ...run, id });
  });
  return { attempts: { ...written, current }, runs };
}

/** The run before it, where the pod still shows it: its log is told of by its id. */
function predecessorOf({ container, id }: Run, pod: PodFact): TerminatedFact | undefined {
  const last = pod.init.find(({ spec }) => spec.name === container)?.status?.last;
  return last?.id === id ? undefined : last;
}

/** What the row of the ledger leaves out. */
function currentRun(container: ContainerTrack, run: Run, pod: PodFact, record: RunRecord | undefined): Run {
  const spec = pod.init.find((init) => init.spec.name === container.name)?.spec;
  const { name, node, revision } = pod;
  const work = spec?.work ?? run.work;
  const databaseWork = spec?.databaseWork;
  const inPlace = run.sequence > 1 ? record?.cause : undefined;
  return { ...run, pod: name, node, revision, work, databaseWork, inPlace, message: wordsOf(container, run) };
}

function earlierRun(container: ContainerTrack, current: Run, record: RunRecord, sequence: number): Run {
  const run: Run = {
    ...current,
    id: undefined,
    sequence,
    startedAt: millisOf(record.startedAt),
    finishedAt: millisOf(record.finishedAt),
    exitCode: record.exitCode,
    outcome: record.outcome,
    inPlace: sequence > 1 ? record.cause : undefined,
  };
  return { ...run, message: wordsOf(container, run) };
}

function wordsOf(container: ContainerTrack, run: Run): string {
  const said = container.restoredWords.find(([pod, at]) => pod === run.podUid && at === run.startedAt);
  return said?.[2] ?? '';
}

function timestampOf(at: Millis | undefined): string | undefined {
  return at === undefined ? undefined : timestamp(at);
}
