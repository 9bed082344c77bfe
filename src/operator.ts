import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import manifest from '../package.json' with { type: 'json' };
import { monotonicClock, systemClock } from './clock.ts';
import { Controller } from './controller/controller.ts';
import { RateLimiter, WRITE_RATE } from './controller/rateLimiter.ts';
import { Reconciler } from './controller/reconciler.ts';
import { WRITE_PACE } from './controller/track.ts';
import { createEngine } from './core/createEngine.ts';
import type { Engine } from './core/engine.ts';
import { FACT_KINDS, type FactKind } from './core/model/facts.ts';
import type { Logger } from './core/model/log.ts';
import type { StoredFinding } from './core/model/finding.ts';
import { FIELD_MANAGER } from './core/model/names.ts';
import { type Millis, type Uid, type Version, versionOf } from './core/model/refs.ts';
import { unheardRunsBy } from './core/unheardRuns.ts';
import { sayDoubts } from './doubts.ts';
import { project } from './facts/project.ts';
import { Leadership } from './kube/lease/leadership.ts';
import { LogReader } from './kube/logs/logReader.ts';
import { decodeFinding, factDecoder } from './kube/reflect/decoders.ts';
import { RESOURCES } from './kube/reflect/kinds.ts';
import type { WatchedKind } from './kube/reflect/ports.ts';
import { Reflector } from './kube/reflect/reflector.ts';
import { FindingStore, factSink } from './kube/reflect/sinks.ts';
import type { KubeTransport } from './kube/transport/transport.ts';
import { KubeFindingWriter } from './kube/write/findingWriter.ts';
import { Readiness } from './readiness.ts';
import type { Settings } from './settings/schema.ts';
import { classifierOf, thresholds } from './settings/thresholds.ts';
import { aborted } from './stopping.ts';
import { FindingCollector } from './telemetry/findingCollector.ts';
import { type HttpServer, startHttp } from './telemetry/http.ts';
import { createOperatorMetrics, type OperatorMetrics } from './telemetry/operatorMetrics.ts';

/** Changes of a workload within this time are one evaluation. */
const COALESCE: Millis = 200;
/** Last writes may take this long; the grace period of a pod is 30 s. */
const DRAIN: Millis = 20_000;

const GRANT = 'give the service account the shipped role: kubectl apply -f config/install.yaml';
const STARTED_ANEW =
  'none is needed where it is started anew, as a Deployment does; another one leads meanwhile';

type Watch = Pick<Reflector<never>, 'start' | 'stop' | 'state'>;

/**
 * All rooms wired together: reflectors → engine → queue → reconciler → writer, and /metrics beside. A standby is wired the
 * same: its engine gathers what there is, and begins to count from what its predecessor has stored when it is elected.
 */
export class Operator {
  readonly #settings: Settings;
  readonly #transport: KubeTransport;
  readonly #log: Logger;
  readonly #engine: Engine;
  readonly #metrics: OperatorMetrics;
  readonly #collector: FindingCollector;
  readonly #findings: FindingStore;
  readonly #controller: Controller;
  readonly #reflectors: readonly Watch[];
  readonly #findingReflector: Watch;
  readonly #readiness: Readiness;
  readonly #leadership: Leadership | undefined;
  #leading = false;
  /** It cannot go on: nothing more is written. */
  readonly #hopeless = new AbortController();
  readonly #logs: LogReader | undefined;
  readonly #stopping = new AbortController();

  constructor(settings: Settings, transport: KubeTransport, log: Logger) {
    this.#settings = settings;
    this.#transport = transport;
    this.#log = log;
    this.#engine = createEngine(thresholds(settings), classifierOf(settings));
    this.#metrics = createOperatorMetrics({ version: manifest.version, node: process.version });
    this.#collector = new FindingCollector(settings.series);
    this.#leadership = settings.leaderElection.enabled ? this.#makeLeadership() : undefined;
    this.#readiness = new Readiness({
      begin: () => this.#synced(),
      hopeless: (reason) => this.#giveUp(reason, GRANT),
    });
    this.#findings = new FindingStore((workload) => this.#enqueue([workload]), this.#readiness);
    this.#controller = this.#makeController();
    this.#logs = settings.logs === 'off' ? undefined : this.#logReader();
    this.#findingReflector = this.#reflectFindings();
    this.#reflectors = [...FACT_KINDS.map((kind) => this.#reflectFacts(kind)), this.#findingReflector];
    this.#readiness.watch(() => this.#reflectors.map((reflector) => reflector.state()));
  }

  /** Runs until the signal. 0: ended as asked; 2: it cannot go on, and has said why. */
  async run(signal: AbortSignal): Promise<0 | 2> {
    const http = await this.#serve();
    this.#log.info('confessor started', { version: manifest.version, port: http.port });
    for (const reflector of this.#reflectors) reflector.start();
    await aborted(AbortSignal.any([signal, this.#hopeless.signal]));
    await this.#stop(http);
    return this.#hopeless.signal.aborted ? 2 : 0;
  }

  #giveUp(reason: string, cure: string): void {
    this.#log.error('cannot go on', { reason, cure });
    this.#hopeless.abort();
  }

  /** Nothing is evaluated before all kinds have synced, and by nobody but the one who may write. */
  #synced(): void {
    if (this.#leadership !== undefined) {
      this.#log.info('synced, standing by');
      return this.#leadership.start();
    }
    this.#restore(this.#findings.all());
    this.#lead();
  }

  #restore(stored: readonly StoredFinding[]): Version {
    sayDoubts(this.#log, this.#engine.restore(stored));
    return this.#engine.countedIn();
  }

  #lead(): void {
    if (this.#stopping.signal.aborted) return;
    this.#leading = true;
    const now = systemClock.now();
    const workloads = this.#engine.synced(now, this.#readiness.missing());
    this.#controller.start();
    this.#logs
      ?.run(this.#stopping.signal)
      .catch((error: unknown) => this.#log.error('logs are read no more', { reason: String(error) }));
    this.#enqueue(workloads);
    this.#log.info(this.#leadership === undefined ? 'synced' : 'leading', { workloads: workloads.length });
  }

  /** Findings are watched to the end, for a last write may meet a conflict. The lease goes last: the next leader must find all. */
  async #stop(http: HttpServer): Promise<void> {
    this.#log.info('stopping');
    this.#stopping.abort();
    const others = this.#reflectors.filter((reflector) => reflector !== this.#findingReflector);
    await Promise.all(others.map((reflector) => reflector.stop()));
    const drained = !this.#leading || (await this.#controller.stop(DRAIN, this.#hopeless.signal));
    if (!drained) this.#log.warn('ended with findings unwritten');
    await this.#findingReflector.stop();
    await this.#leadership?.stop();
    await http.close();
    this.#log.info('stopped');
  }

  #enqueue(workloads: readonly Uid[]): void {
    if (!this.#leading) return;
    for (const workload of workloads) this.#controller.enqueue(workload, COALESCE);
  }

  #makeController(): Controller {
    const [clock, log, metrics] = [systemClock, this.#log, this.#metrics.controller];
    const reconciler = new Reconciler({
      engine: this.#engine,
      findings: this.#findings,
      writer: new KubeFindingWriter(this.#leadership?.transport ?? this.#transport),
      limiter: new RateLimiter(clock, WRITE_RATE),
      clock,
      pace: { ...WRITE_PACE, interval: this.#settings.write.interval },
      manager: FIELD_MANAGER,
      log,
      metrics,
    });
    return new Controller({ reconciler, clock, log, metrics });
  }

  #makeLeadership(): Leadership {
    const pods = () =>
      this.#reflectors.map((reflector) => reflector.state()).find(({ kind }) => kind === 'Pod');
    return new Leadership({
      transport: this.#transport,
      lease: this.#settings.leaderElection,
      identity: `${hostname()}_${randomUUID()}`,
      clock: systemClock,
      monotonic: monotonicClock,
      random: Math.random,
      log: this.#log,
      restore: (stored) => this.#restore(stored),
      seenUpTo: () => versionOf(pods()?.version ?? '') ?? 0,
      lead: () => this.#lead(),
      lost: (reason) => this.#giveUp(`no longer the leader: ${reason}`, STARTED_ANEW),
    });
  }

  #reflectFacts(kind: FactKind) {
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
      unheard: unheardRunsBy(classifierOf(this.#settings)),
      heard: (words, at) => this.#enqueue(this.#engine.observe({ type: 'said', words }, at)),
    });
  }

  #reflectFindings() {
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

  #serve(): Promise<HttpServer> {
    return startHttp({
      listen: this.#settings.http.listen,
      live: () => this.#readiness.live(this.#controller.standstill()),
      ready: () => this.#readiness.ready(systemClock.now()),
      metrics: () => this.#render(),
    });
  }

  async #render(): Promise<string> {
    const snapshot = this.#engine.snapshot(systemClock.now());
    const { text, exported, folded } = this.#collector.collect(snapshot);
    const own = await this.#metrics.render({
      queueDepth: this.#controller.depth,
      queueOldestMillis: this.#controller.age(),
      leader: this.#leading,
      pods: snapshot.pods,
      nodesSkewed: snapshot.nodesSkewed,
      seriesExported: exported,
      seriesFolded: folded,
    });
    return text + own;
  }
}
