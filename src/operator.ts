import manifest from '../package.json' with { type: 'json' };
import { systemClock } from './clock.ts';
import { Controller } from './controller/controller.ts';
import { RateLimiter, WRITE_RATE } from './controller/rateLimiter.ts';
import { Reconciler } from './controller/reconciler.ts';
import { WRITE_PACE } from './controller/track.ts';
import { createEngine } from './core/createEngine.ts';
import type { Engine } from './core/engine.ts';
import { FACT_KINDS, type FactKind } from './core/model/facts.ts';
import type { Logger } from './core/model/log.ts';
import { FIELD_MANAGER } from './core/model/names.ts';
import type { Millis, Uid } from './core/model/refs.ts';
import { createUnheard } from './core/unheardRuns.ts';
import { sayDoubts } from './doubts.ts';
import { project } from './facts/project.ts';
import { LogReader } from './kube/logs/logReader.ts';
import { decodeFinding, factDecoder } from './kube/reflect/decoders.ts';
import { RESOURCES } from './kube/reflect/kinds.ts';
import type { WatchedKind } from './kube/reflect/ports.ts';
import { pause } from './kube/reflect/pause.ts';
import { Reflector } from './kube/reflect/reflector.ts';
import { FindingStore, factSink } from './kube/reflect/sinks.ts';
import { type KubeSource, KubeSourceError } from './kube/transport/source.ts';
import { type KubeTransport, openTransport } from './kube/transport/transport.ts';
import { KubeFindingWriter } from './kube/write/findingWriter.ts';
import { preflight } from './kube/write/preflight.ts';
import { Readiness } from './readiness.ts';
import type { Settings } from './settings/schema.ts';
import { thresholds } from './settings/thresholds.ts';
import { aborted, untilSignal } from './stopping.ts';
import { FindingCollector } from './telemetry/findingCollector.ts';
import { type HttpServer, startHttp } from './telemetry/http.ts';
import { createLogger } from './telemetry/logger.ts';
import { createOperatorMetrics, type OperatorMetrics } from './telemetry/operatorMetrics.ts';

/** Changes of a workload within this time are one evaluation. */
const COALESCE: Millis = 200;
/** Between two tries of a server that does not answer properly yet. */
const RETRY: Millis = 2_000;
/** A server that has just started gets this long. */
const PATIENCE: Millis = 60_000;
/** Last writes may take this long; the grace period of a pod is 30 s. */
const DRAIN: Millis = 20_000;

export interface OperatorOptions {
  readonly settings: Settings;
  readonly source: KubeSource;
}

/** Runs the operator until SIGTERM or SIGINT. 0: ended as asked; 2: it cannot go on, and has said why and what helps. */
export async function runOperator({ settings, source }: OperatorOptions): Promise<0 | 2> {
  const log = createLogger(settings.log);
  const stopping = untilSignal();
  let transport: KubeTransport | undefined;
  try {
    transport = openTransport(source, systemClock);
    if (!(await passesPreflight(transport, log, stopping.signal))) return stopping.signal.aborted ? 0 : 2;
    return await new Operator(settings, transport, log).run(stopping.signal);
  } catch (error) {
    if (!(error instanceof KubeSourceError) && !(error instanceof AddressError)) throw error;
    log.error('cannot go on', { reason: error.message });
    return 2;
  } finally {
    await transport?.close();
    stopping.release();
  }
}

/** What cannot pass by itself ends the program; a server that is only starting is waited for. */
async function passesPreflight(transport: KubeTransport, log: Logger, signal: AbortSignal): Promise<boolean> {
  const giveUpAt = systemClock.now() + PATIENCE;
  while (!signal.aborted) {
    const problems = await preflight(transport, signal);
    if (problems.length === 0) return true;
    const hopeless = problems.some((problem) => problem.fatal) || systemClock.now() > giveUpAt;
    for (const { what, cure } of hopeless && !signal.aborted ? problems : [])
      log.error('cannot go on', { reason: what, cure });
    if (hopeless) return false;
    await pause(systemClock, RETRY, signal);
  }
  return false;
}

class AddressError extends Error {}

/** All rooms wired together: reflectors → engine → queue → reconciler → writer, and /metrics beside. */
class Operator {
  readonly #settings: Settings;
  readonly #transport: KubeTransport;
  readonly #log: Logger;
  readonly #engine: Engine;
  readonly #metrics: OperatorMetrics;
  readonly #collector: FindingCollector;
  readonly #findings: FindingStore;
  readonly #controller: Controller;
  readonly #reflectors: readonly Pick<Reflector<never>, 'start' | 'stop' | 'state'>[];
  readonly #readiness: Readiness;
  readonly #hopeless = new AbortController();
  readonly #logs: LogReader | undefined;
  readonly #stopping = new AbortController();

  constructor(settings: Settings, transport: KubeTransport, log: Logger) {
    this.#settings = settings;
    this.#transport = transport;
    this.#log = log;
    this.#engine = createEngine(thresholds(settings));
    this.#metrics = createOperatorMetrics({ version: manifest.version, node: process.version });
    this.#collector = new FindingCollector(settings.series);
    this.#readiness = new Readiness({
      begin: () => this.#begin(),
      hopeless: (reason) => this.#giveUp(reason),
    });
    this.#findings = new FindingStore((workload) => this.#enqueue([workload]), this.#readiness);
    this.#controller = this.#makeController();
    this.#logs = settings.logs === 'off' ? undefined : this.#logReader();
    this.#reflectors = [...FACT_KINDS.map((kind) => this.#factReflector(kind)), this.#findingReflector()];
    this.#readiness.watch(() => this.#reflectors.map((reflector) => reflector.state()));
  }

  async run(signal: AbortSignal): Promise<0 | 2> {
    const http = await this.#serve();
    this.#log.info('confessor started', { version: manifest.version, port: http.port });
    for (const reflector of this.#reflectors) reflector.start();
    await aborted(AbortSignal.any([signal, this.#hopeless.signal]));
    await this.#stop(http);
    return this.#hopeless.signal.aborted ? 2 : 0;
  }

  #giveUp(reason: string): void {
    const cure = 'give the service account the shipped role: kubectl apply -f config/install.yaml';
    this.#log.error('cannot go on', { reason, cure });
    this.#hopeless.abort();
  }

  /** Nothing is evaluated before all kinds have synced: findings first, then what they are about. */
  #begin(): void {
    const now = systemClock.now();
    sayDoubts(this.#log, this.#engine.restore(this.#findings.all()));
    const workloads = this.#engine.synced(now, this.#readiness.missing());
    this.#controller.start();
    this.#logs
      ?.run(this.#stopping.signal)
      .catch((error: unknown) => this.#log.error('logs are read no more', { reason: String(error) }));
    this.#enqueue(workloads);
    this.#log.info('synced', { workloads: workloads.length });
  }

  async #stop(http: HttpServer): Promise<void> {
    this.#log.info('stopping');
    this.#stopping.abort();
    await Promise.all(this.#reflectors.map((reflector) => reflector.stop()));
    const drained = !this.#readiness.begun || (await this.#controller.stop(DRAIN));
    if (!drained) this.#log.warn('ended with findings unwritten');
    await http.close();
    this.#log.info('stopped');
  }

  #enqueue(workloads: readonly Uid[]): void {
    if (!this.#readiness.begun) return;
    for (const workload of workloads) this.#controller.enqueue(workload, COALESCE);
  }

  #makeController(): Controller {
    const [clock, log, metrics] = [systemClock, this.#log, this.#metrics.controller];
    const reconciler = new Reconciler({
      engine: this.#engine,
      findings: this.#findings,
      writer: new KubeFindingWriter(this.#transport),
      limiter: new RateLimiter(clock, WRITE_RATE),
      clock,
      pace: { ...WRITE_PACE, interval: this.#settings.write.interval },
      manager: FIELD_MANAGER,
      log,
      metrics,
    });
    return new Controller({ reconciler, clock, log, metrics });
  }

  #factReflector(kind: FactKind) {
    const observe: Parameters<typeof factSink>[1] = (observation, at) => {
      this.#logs?.observe(observation);
      this.#enqueue(this.#engine.observe(observation, at));
    };
    return new Reflector({
      ...this.#watching(kind),
      decode: factDecoder(kind, project),
      sink: factSink(kind, observe, this.#readiness),
    });
  }

  #logReader(): LogReader {
    return new LogReader({
      transport: this.#transport,
      clock: systemClock,
      log: this.#log,
      unheard: createUnheard(),
      heard: (words, at) => this.#enqueue(this.#engine.observe({ type: 'said', words }, at)),
    });
  }

  #findingReflector() {
    return new Reflector({
      ...this.#watching('InitContainerFinding'),
      decode: decodeFinding,
      sink: this.#findings,
    });
  }

  #watching(kind: WatchedKind) {
    return {
      resource: RESOURCES[kind],
      transport: this.#transport,
      clock: systemClock,
      random: Math.random,
      log: this.#log,
      metrics: this.#metrics.reflect,
    };
  }

  async #serve(): Promise<HttpServer> {
    const { listen } = this.#settings.http;
    try {
      return await startHttp({
        listen,
        live: () => this.#readiness.live(this.#controller.standstill()),
        ready: () => this.#readiness.ready(systemClock.now()),
        metrics: () => this.#render(),
      });
    } catch (error) {
      throw new AddressError(
        `http.listen ${listen.host}:${listen.port} cannot be had (${String(error)}); choose another address with --http.listen`,
      );
    }
  }

  async #render(): Promise<string> {
    const snapshot = this.#engine.snapshot(systemClock.now());
    const { text, exported, folded } = this.#collector.collect(snapshot);
    const own = await this.#metrics.render({
      queueDepth: this.#controller.depth,
      queueOldestMillis: this.#controller.age(),
      pods: snapshot.pods,
      nodesSkewed: snapshot.nodesSkewed,
      seriesExported: exported,
      seriesFolded: folded,
    });
    return text + own;
  }
}
