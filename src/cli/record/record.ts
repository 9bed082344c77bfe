import { createHmac, randomBytes } from 'node:crypto';
import { systemClock } from '../../clock.ts';
import type { Logger } from '../../core/model/log.ts';
import { unheardRuns } from '../../core/unheardRuns.ts';
import { LogReader } from '../../kube/logs/logReader.ts';
import { RESOURCES, type Resource } from '../../kube/reflect/kinds.ts';
import type { ReflectMetrics } from '../../kube/reflect/ports.ts';
import { Reflector } from '../../kube/reflect/reflector.ts';
import { KubeFailure } from '../../kube/transport/failure.ts';
import { type KubeTransport, openTransport } from '../../kube/transport/transport.ts';
import { aborted } from '../../stopping.ts';
import { ALL_LISTED } from '../allListed.ts';
import { CliError } from '../cliError.ts';
import { kubeSource } from '../kubeSource.ts';
import type { ClusterOptions } from '../cluster.ts';
import type { Streams } from '../streams.ts';
import { Aliases } from './aliases.ts';
import { lineSink, recordDecoder, recordedLine } from './lines.ts';
import { logLine, podDecoder, podSink } from './logs.ts';
import { Scrubber } from './scrub.ts';

/** What `record` is asked for. */
export interface RecordOptions extends ClusterOptions {
  readonly namespace?: string;
  readonly scrubNames?: true;
  readonly logs?: true;
}

const none = (): void => undefined;
/** A recording has no metrics page. */
const UNCOUNTED: ReflectMetrics = {
  listed: none,
  watched: none,
  event: none,
  relisted: none,
  gap: none,
  refused: none,
  strange: none,
};

/** Records until `end` is aborted. Throws a CliError when the cluster cannot be reached at all. */
export async function record(options: RecordOptions, streams: Streams, end: AbortSignal): Promise<void> {
  const transport = openTransport(kubeSource(options), systemClock);
  try {
    await greet(transport);
    const resources = Object.values<Resource>(RESOURCES).filter(
      ({ kind }) => kind !== 'InitContainerFinding',
    );
    streams.stderr.write(
      `confessor: recording ${resources.map(({ plural }) => plural).join(', ')}; Ctrl-C ends it\n`,
    );
    await reflect(resources, options, transport, streams, end);
  } finally {
    await transport.close();
  }
}

/** Reflectors never give up; a person who waits wants to know at once. */
async function greet(transport: KubeTransport): Promise<void> {
  try {
    await (await transport.request('GET', '/version')).json();
  } catch (error) {
    if (error instanceof KubeFailure) throw new CliError('', error.what, error.cure);
    throw error;
  }
}

async function reflect(
  resources: readonly Resource[],
  options: RecordOptions,
  transport: KubeTransport,
  streams: Streams,
  end: AbortSignal,
): Promise<void> {
  const clean = cleaner(options.scrubNames === true);
  const waiting = new Set(resources.map(({ kind }) => kind));
  const listed = (resource: Resource): void => {
    if (!waiting.delete(resource.kind) || waiting.size > 0) return;
    streams.stdout.write(recordedLine(ALL_LISTED, systemClock.now()));
    say(streams, 'all kinds are listed, watching');
  };
  const logs = options.logs === true ? logReader(transport, streams, clean) : undefined;
  const recording = { options, transport, streams, clean, listed, logs };
  const reflectors = resources.map((resource) => reflectorOf(resource, recording));
  for (const reflector of reflectors) reflector.start();
  await (logs === undefined ? aborted(end) : logs.run(end));
  await Promise.all(reflectors.map((reflector) => reflector.stop()));
}

interface Recording {
  readonly options: RecordOptions;
  readonly transport: KubeTransport;
  readonly streams: Streams;
  readonly clean: (object: unknown) => unknown;
  readonly listed: (resource: Resource) => void;
  readonly logs: LogReader | undefined;
}

function reflectorOf(
  resource: Resource,
  { options, transport, streams, clean, listed, logs }: Recording,
): Pick<Reflector<never>, 'start' | 'stop'> {
  const decode = recordDecoder(resource, clean);
  const sink = lineSink(
    resource,
    (line) => streams.stdout.write(line),
    () => listed(resource),
  );
  const watching = {
    resource,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    transport,
    clock: systemClock,
    random: Math.random,
    log: logTo(streams),
    metrics: UNCOUNTED,
  };
  if (logs === undefined || resource.kind !== 'Pod') return new Reflector({ ...watching, decode, sink });
  return new Reflector({ ...watching, decode: podDecoder(decode), sink: podSink(sink, logs) });
}

function logReader(
  transport: KubeTransport,
  streams: Streams,
  clean: (object: unknown) => unknown,
): LogReader {
  return new LogReader({
    transport,
    clock: systemClock,
    log: logTo(streams),
    unheard: unheardRuns,
    heard: (words, at) => streams.stdout.write(logLine(words, at, clean)),
  });
}

/** One key for each recording: within it equal things stay equal, and nobody can guess them back. */
function cleaner(names: boolean): (object: unknown) => unknown {
  const key = randomBytes(32);
  const fingerprint = (text: string): string =>
    createHmac('sha256', key).update(text).digest('hex').slice(0, 10);
  const scrubber = new Scrubber(fingerprint);
  const aliases = new Aliases(fingerprint);
  return (object) => (names ? aliases.apply(scrubber.scrub(object)) : scrubber.scrub(object));
}

function say(streams: Streams, text: string): void {
  streams.stderr.write(`confessor: ${text}\n`);
}

function logTo(streams: Streams): Logger {
  const warn: Logger['warn'] = (message, fields = {}) =>
    say(streams, `${message}: ${Object.values(fields).filter(Boolean).join(', ')}`);
  return { error: warn, warn, info: none, debug: none };
}
