import type { PodFact } from '../../core/model/facts.ts';
import type { UnheardRun } from '../../core/model/lastWords.ts';
import type { Millis } from '../../core/model/refs.ts';
import { millisOf } from '../../core/model/time.ts';
import { project } from '../../facts/project.ts';
import { objectPath, RESOURCES } from '../reflect/kinds.ts';
import type { KubeTransport } from '../transport/transport.ts';

/** What is read of a log at most: its last lines, and so much of them. */
const TAIL_LINES = 40;
const LIMIT_BYTES = 32_768;
/** Times in a status are cut to whole seconds. */
const RESOLUTION: Millis = 1000;
/** What the kubelet sets before each line, by the clock of its node. */
const LINE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) /gm;

export interface LogSource {
  readonly transport: KubeTransport;
  /** The runs of a pod whose log may say what their status does not. */
  readonly unheard: (pod: PodFact) => readonly UnheardRun[];
}

/**
 * The end of the log of this very run; undefined where it may be that of another one. A log is asked for as the newest or the
 * previous one, and our watch may lag behind the server, and the server behind the kubelet. So the pod is read after it, and
 * the lines must have been written while the run went on: a later run of the container begins after its end.
 */
export async function readProvenLog(
  source: LogSource,
  run: UnheardRun,
  signal: AbortSignal,
): Promise<string | undefined> {
  const text = await readText(source.transport, run, signal);
  const firstAt = firstTime(text);
  if (firstAt === undefined || firstAt < run.startedAt || firstAt >= run.finishedAt + RESOLUTION)
    return undefined;
  return (await isStill(source, run, signal)) ? text.replace(LINE_TIME, '') : undefined;
}

function firstTime(text: string): Millis | undefined {
  const stamp = text.match(LINE_TIME)?.[0];
  return stamp !== undefined && text.startsWith(stamp) ? millisOf(stamp.trimEnd()) : undefined;
}

async function readText(
  transport: KubeTransport,
  { namespace, pod, container, previous }: UnheardRun,
  signal: AbortSignal,
): Promise<string> {
  const query = {
    container,
    previous,
    timestamps: true,
    tailLines: TAIL_LINES,
    limitBytes: LIMIT_BYTES,
  };
  const path = objectPath(RESOURCES.Pod, namespace, pod, 'log');
  const answer = await transport.request('GET', path, { query, signal, accept: 'text/plain, */*' });
  const chunks: Buffer[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Is the log of the run still the newest or the previous one, as it was when it was asked for? No run comes back. */
async function isStill(
  { transport, unheard }: LogSource,
  { namespace, pod, podUid, container, id, previous }: UnheardRun,
  signal: AbortSignal,
): Promise<boolean> {
  const answer = await transport.request('GET', objectPath(RESOURCES.Pod, namespace, pod), { signal });
  const projection = project('Pod', await answer.json());
  if (projection.kind === 'refused' || projection.fact.kind !== 'Pod') return false;
  if (projection.fact.uid !== podUid) return false;
  const now = unheard(projection.fact).find((run) => run.container === container);
  return now?.id === id && now.previous === previous;
}
