import type { TemplateKind, WorkloadFact } from '../core/model/facts.ts';
import { initSpecs } from './container.ts';
import { canonical, DEPTH_MAX, digest } from './fingerprint.ts';
import { acceptOf, metaOf, RESTARTED_AT, writtenAt } from './meta.ts';
import { RESTART_POLICIES } from './pod.ts';
import type { Reader, Strange } from './read.ts';
import { sharedProject } from './sharedSpecs.ts';
import { claimTemplates } from './volumes.ts';

/** How many pods there are to be, and how many may initialise at once. */
export interface Scale {
  readonly replicas: number;
  /** Pods that a rollout may have initialising at one time (T5). */
  readonly surge: number;
}

interface KindRule {
  readonly apiVersion: string;
  /** Keys from the object to its pod template. */
  readonly template: readonly string[];
  readonly scale: (object: Reader) => Scale;
  readonly revision: (object: Reader) => string;
  /** The kind has an observedGeneration that says something about its template. */
  readonly observes: boolean;
}

const PERCENT = /^(\d{1,4})%$/;
const none = (): string => '';

/** What differs between the kinds whose template a pod can come from. */
export const WORKLOAD_KINDS: Readonly<Record<TemplateKind, KindRule>> = {
  Deployment: {
    apiVersion: 'apps/v1',
    template: ['spec', 'template'],
    scale: deploymentScale,
    revision: (object) => object.in('metadata', 'annotations').str('deployment.kubernetes.io/revision', 63),
    observes: true,
  },
  StatefulSet: {
    apiVersion: 'apps/v1',
    template: ['spec', 'template'],
    scale: (object) => ({
      replicas: object.at('spec').countOr('replicas', 1),
      surge: 0,
    }),
    revision: (object) => object.at('status').str('updateRevision'),
    observes: true,
  },
  DaemonSet: {
    apiVersion: 'apps/v1',
    template: ['spec', 'template'],
    scale: daemonSetScale,
    revision: none,
    observes: true,
  },
  Job: {
    apiVersion: 'batch/v1',
    template: ['spec', 'template'],
    scale: (object) => jobScale(object.at('spec')),
    revision: none,
    observes: false,
  },
  CronJob: {
    apiVersion: 'batch/v1',
    template: ['spec', 'jobTemplate', 'spec', 'template'],
    scale: (object) => jobScale(object.in('spec', 'jobTemplate', 'spec')),
    revision: none,
    observes: false,
  },
};

export function workloadFact(kind: TemplateKind, object: Reader, strange: Strange): WorkloadFact {
  const rule = WORKLOAD_KINDS[kind];
  const template = object.in(...rule.template);
  const spec = template.at('spec');
  return {
    kind,
    apiVersion: object.str('apiVersion') || rule.apiVersion,
    ...metaOf(object),
    writtenAt: writtenAt(object.at('metadata')),
    ...rule.scale(object),
    init: initSpecs(spec, strange, claimTemplates(object), sharedProject),
    templateHash: templateHash(template),
    templateShape: digest(canonical(shapeOf(template.whole))),
    restartedAt: template.in('metadata', 'annotations').str(RESTARTED_AT, 63),
    revision: rule.revision(object),
    observed: !rule.observes || observed(object),
    accept: acceptOf(object.at('metadata')),
    restartPolicy: spec.oneOf('restartPolicy', RESTART_POLICIES, 'Always'),
  };
}

function observed(object: Reader): boolean {
  return object.at('status').count('observedGeneration') >= object.at('metadata').count('generation');
}

/** Equal on both sides of a `kubectl rollout restart`, which writes nothing but an annotation. (R20) */
function templateHash(template: Reader): string {
  const metadata: Record<string, unknown> = { ...template.at('metadata').whole };
  delete metadata['creationTimestamp'];
  const annotations: Record<string, unknown> = { ...template.in('metadata', 'annotations').whole };
  delete annotations[RESTARTED_AT];
  delete metadata['annotations'];
  // Without its only annotation a template must hash as one that never had any.
  const kept = Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
  return digest(canonical({ ...template.whole, metadata: kept }));
}

/** Where a secret may stand, and what a recording leaves out. */
const TEXTS: ReadonlySet<string> = new Set(['annotations', 'creationTimestamp', 'command', 'args', 'value']);

function shapeOf(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return value;
  if (Array.isArray(value)) return value.map((item) => shapeOf(item, depth + 1));
  const kept = Object.entries(value).filter(([key]) => !TEXTS.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, shapeOf(item, depth + 1)]));
}

function deploymentScale(object: Reader): Scale {
  const spec = object.at('spec');
  const replicas = spec.countOr('replicas', 1);
  const recreate = spec.at('strategy').raw('type') === 'Recreate';
  return { replicas, surge: recreate ? replicas : updateShare(spec, replicas) };
}

/** T5: ceil(maxSurge) + floor(maxUnavailable) new pods at one time; when both come to 0 the controller takes 1. */
export function updateShare(spec: Reader, replicas: number): number {
  const rolling = spec.in('strategy', 'rollingUpdate');
  const extra = share(rolling, 'maxSurge', replicas, '25%', Math.ceil);
  const missing = share(rolling, 'maxUnavailable', replicas, '25%', Math.floor);
  return Math.max(1, extra + missing);
}

function daemonSetScale(object: Reader): Scale {
  const replicas = object.at('status').countOr('desiredNumberScheduled', 1);
  const strategy = object.in('spec', 'updateStrategy');
  if (strategy.raw('type') === 'OnDelete') return { replicas, surge: 0 };
  const rolling = strategy.at('rollingUpdate');
  const extra = share(rolling, 'maxSurge', replicas, 0, Math.ceil);
  const missing = share(rolling, 'maxUnavailable', replicas, 1, Math.ceil);
  return { replicas, surge: Math.max(1, extra, missing) };
}

function jobScale(spec: Reader): Scale {
  return { replicas: spec.countOr('parallelism', 1), surge: 0 };
}

/** An integer or a percentage of `whole`. */
function share(
  reader: Reader,
  key: string,
  whole: number,
  otherwise: number | string,
  round: (value: number) => number,
): number {
  const value = reader.raw(key) ?? otherwise;
  const percent = typeof value === 'string' ? PERCENT.exec(value)?.[1] : undefined;
  if (percent !== undefined) return round((Number(percent) * whole) / 100);
  return reader.countOr(key, typeof otherwise === 'number' ? otherwise : 0);
}
