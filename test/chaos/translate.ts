import { EPOCH } from '../build/clock.ts';
import type { Json, OwnerReference } from '../build/object.ts';

/** Where the objects of one simulated cluster stand among those of others, and what its second 0 really is. */
export interface Place {
  readonly namespace: string;
  readonly epoch: number;
  /** The uid that the server gave to what the simulation calls so. */
  readonly uidOf: (simulated: string) => string;
}

/** An object as it is sent: it as a whole, and its status alone. */
export interface Sent {
  readonly body: Json;
  readonly status: Json | undefined;
}

const APPS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);
const MAIN = { name: 'main', image: 'shop/api:1' };
const TIMES = new Set(['startedAt', 'finishedAt', 'lastTransitionTime']);
const NEVER = '1970-01-01T00:00:00Z';

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Simulated clusters all have the same names and times; here each gets its own. */
export function translate(object: Json, place: Place): Sent {
  const kind = String(object['kind']);
  const metadata = metadataOf(kind, record(object['metadata']), place);
  const { apiVersion } = object;
  const spec = specOf(kind, record(object['spec']), metadata, place);
  const body = { apiVersion, kind, metadata, ...(kind === 'Node' ? {} : { spec }) };
  return { body, status: statusOf(kind, object['status'], place) };
}

/** A node belongs to its cluster alone. */
function nodeName(name: string, { namespace }: Place): string {
  return `${namespace}-${name}`;
}

function metadataOf(kind: string, from: Json, place: Place): Json {
  const { labels, annotations, generateName } = from;
  const name = String(from['name']);
  const owners = Array.isArray(from['ownerReferences']) ? from['ownerReferences'] : [];
  return {
    name: kind === 'Node' ? nodeName(name, place) : name,
    ...(generateName === undefined ? {} : { generateName }),
    labels: APPS.has(kind) && kind !== 'ReplicaSet' ? { app: name } : labels,
    annotations,
    ownerReferences: owners.map((owner: OwnerReference) => ({
      ...owner,
      name: owner.kind === 'Node' ? nodeName(owner.name, place) : owner.name,
      uid: place.uidOf(owner.uid),
    })),
  };
}

function specOf(kind: string, spec: Json, metadata: Json, place: Place): Json {
  const labels = record(metadata['labels']);
  if (kind === 'ReplicaSet')
    return {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [MAIN] } },
    };
  if (kind === 'Pod') return podSpecOf(spec, place);
  if (!APPS.has(kind)) return spec;
  const template = record(spec['template']);
  const name = kind === 'StatefulSet' ? { serviceName: 'none' } : {};
  return {
    ...spec,
    ...name,
    selector: { matchLabels: labels },
    template: { ...template, metadata: { ...record(template['metadata']), labels } },
  };
}

function podSpecOf(spec: Json, place: Place): Json {
  const { nodeName: node, ...rest } = spec;
  return typeof node === 'string' && node !== '' ? { ...rest, nodeName: nodeName(node, place) } : rest;
}

function statusOf(kind: string, status: unknown, place: Place): Json | undefined {
  if (status === undefined || kind === 'Job' || kind === 'CronJob') return undefined;
  const { observedGeneration: _, ...rest } = record(status);
  return Object.keys(rest).length === 0 ? undefined : record(moved(rest, place));
}

/** Times of a node begin with its cluster's, and ids of its containers are no other cluster's. */
function moved(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => moved(one, place));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: readonly [string, unknown]) => {
      if (typeof one === 'string' && TIMES.has(key)) return [key, timeOf(one, place)];
      if (typeof one === 'string' && key === 'containerID' && one !== '')
        return [key, one.replace('://', `://${place.namespace}-`)];
      return [key, moved(one, place)];
    }),
  );
}

function timeOf(text: string, { epoch }: Place): string {
  if (text === NEVER) return text;
  return `${new Date(Date.parse(text) - EPOCH + epoch).toISOString().slice(0, 19)}Z`;
}
