import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ControllerMetrics } from '../controller/ports.ts';
import { EXCHANGE_RESULTS, type ExchangeResult, kebab } from '../core/model/names.ts';
import type { Millis } from '../core/model/refs.ts';
import { OPERATOR_METRICS, PREFIX } from './definitions.ts';

const EVENT_TYPES = ['added', 'modified', 'deleted', 'bookmark'] as const;
const RECONCILE_RESULTS = ['settled', 'waiting', 'failed'] as const;
const WRITE_OPERATIONS = ['create', 'update', 'remove'] as const;
const WRITE_RESULTS = ['written', 'conflict', 'gone', 'failed'] as const;

type Name = keyof typeof OPERATOR_METRICS;

/** What the reflectors tell (src/kube/reflect/ports.ts, ReflectMetrics). */
export interface ReflectCounters {
  listed(kind: string, result: ExchangeResult, took: Millis): void;
  watched(kind: string, result: ExchangeResult, took: Millis): void;
  event(kind: string, type: string, at: Millis): void;
  relisted(kind: string): void;
  gap(kind: string): void;
  refused(kind: string): void;
  strange(kind: string, parts: number): void;
}

/** What is asked at each scrape. */
export interface Gauges {
  readonly queueDepth: number;
  readonly queueOldestMillis: Millis;
  readonly leader: boolean;
  readonly pods: number;
  readonly nodesSkewed: number;
  readonly seriesExported: number;
  readonly seriesFolded: number;
}

/** The operator's own metrics, those of the process included. */
export interface OperatorMetrics {
  readonly reflect: ReflectCounters;
  readonly controller: ControllerMetrics;
  /** Exposition text. */
  render(gauges: Gauges): Promise<string>;
}

/** Metrics in a registry of their own: two operators in one process do not mix. */
export function createOperatorMetrics(build: {
  readonly version: string;
  readonly node: string;
}): OperatorMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: Name) => new Gauge(options(name, registry));
  gauge('build_info').set({ ...build }, 1);
  const [leader, depth, oldest, pods, skewed, series] = [
    gauge('leader'),
    gauge('queue_depth'),
    gauge('queue_oldest_seconds'),
    gauge('pods'),
    gauge('nodes_skewed'),
    gauge('series'),
  ];
  return {
    reflect: reflectCounters(registry),
    controller: controllerMetrics(registry),
    render(now) {
      leader.set(now.leader ? 1 : 0);
      depth.set(now.queueDepth);
      oldest.set(now.queueOldestMillis / 1000);
      pods.set(now.pods);
      skewed.set(now.nodesSkewed);
      series.set({ state: 'exported' }, now.seriesExported);
      series.set({ state: 'folded' }, now.seriesFolded);
      return registry.metrics();
    },
  };
}

function reflectCounters(registry: Registry): ReflectCounters {
  const counter = (name: Name) => new Counter(options(name, registry));
  const gauge = (name: Name) => new Gauge(options(name, registry));
  const [lists, watches, events] = [
    counter('lists_total'),
    counter('watches_total'),
    counter('watch_events_total'),
  ];
  const [relists, gaps] = [counter('relists_total'), counter('gaps_total')];
  const [refused, strange] = [counter('refused_objects_total'), counter('strange_parts_total')];
  const [listSeconds, heard] = [gauge('list_duration_seconds'), gauge('watch_last_event_timestamp_seconds')];
  const known = new Set<string>();
  /** A counter that begins with its first event hides that event from rate(): it stands at 0 before. */
  const begin = (kind: string): void => {
    if (known.has(kind)) return;
    known.add(kind);
    for (const type of EVENT_TYPES) events.inc({ kind, type }, 0);
    for (const result of EXCHANGE_RESULTS) {
      for (const counted of [lists, watches]) counted.inc({ kind, result }, 0);
    }
    heard.set({ kind }, 0);
    for (const counted of [relists, gaps, refused, strange]) counted.inc({ kind }, 0);
  };
  return {
    listed(kind, result, took) {
      begin(kind);
      lists.inc({ kind, result });
      listSeconds.set({ kind }, took / 1000);
    },
    watched: (kind, result) => watches.inc({ kind, result }),
    event(kind, type, at) {
      events.inc({ kind, type: kebab(type) });
      heard.set({ kind }, at / 1000);
    },
    relisted: (kind) => relists.inc({ kind }),
    gap: (kind) => gaps.inc({ kind }),
    refused: (kind) => refused.inc({ kind }),
    strange: (kind, parts) => strange.inc({ kind }, parts),
  };
}

function controllerMetrics(registry: Registry): ControllerMetrics {
  const reconciles = new Counter(options('reconciles_total', registry));
  const writes = new Counter(options('writes_total', registry));
  for (const result of RECONCILE_RESULTS) reconciles.inc({ result }, 0);
  for (const operation of WRITE_OPERATIONS) {
    for (const result of WRITE_RESULTS) writes.inc({ operation, result }, 0);
  }
  const duration = new Histogram({
    ...options('reconcile_duration_seconds', registry),
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10],
  });
  return {
    reconciled(result, took) {
      reconciles.inc({ result });
      duration.observe(took / 1000);
    },
    wrote: (operation, result) => writes.inc({ operation, result }),
  };
}

function options(name: Name, registry: Registry) {
  const { help, labels } = OPERATOR_METRICS[name];
  return { name: `${PREFIX}${name}`, help, labelNames: [...labels], registers: [registry] };
}
