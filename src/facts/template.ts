import { type ContainerSpec, TEMPLATE_KINDS, type TemplateKind } from '../core/model/facts.ts';
import { initSpecs } from './container.ts';
import { acceptOf } from './meta.ts';
import { Reader, Strange } from './read.ts';
import { type Scale, updateShare, WORKLOAD_KINDS } from './workload.ts';
import { claimTemplates } from './volumes.ts';

const DEPTH_MAX = 32;
/** A document with aliases can be far larger than its text. */
const VISITS_MAX = 100_000;
const ALONE: Scale = { replicas: 1, surge: 0 };
const GROUPS = /^(?:apps|batch|extensions)\//;

/** Keys and indexes from the root of a document. */
export type Path = readonly (string | number)[];

/** One pod template of a manifest, or the pod itself. */
export interface PodTemplate {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** As written, 1 when not; an autoscaler is not looked for. */
  readonly replicas: number;
  /** Pods that a rollout may have initialising at one time (T5). */
  readonly surge: number;
  /** The regular init containers; `initPaths` says where each one stands. */
  readonly init: readonly ContainerSpec[];
  readonly initPaths: readonly Path[];
  /** How many init containers are native sidecars (R8). */
  readonly sidecars: number;
  /** Annotation `confessor.dev/accept` of the object, raw. */
  readonly accept: string;
  /** The same annotation of the template, which counts less than the object's; '' for a pod. */
  readonly templateAccept: string;
  /** Where the pod spec stands. */
  readonly path: Path;
  /** What could not be read. */
  readonly strange: readonly string[];
}

interface Found {
  readonly template: Reader;
  readonly path: Path;
  readonly scale: Scale;
}

/**
 * Every pod template in one parsed document: of a Pod, of the kinds Kubernetes has, and of any other object that holds
 * one, told by its shape (a `spec` with a list of containers). Never throws. A `List` is for the caller to take apart.
 */
export function podTemplates(object: unknown): readonly PodTemplate[] {
  const strange = new Strange();
  const root = new Reader(object, '', strange);
  return find(root, strange).map((found) => describe(root, found, strange));
}

/** What a Namespace is called, and its annotation `confessor.dev/accept`, raw; undefined for any other object. */
export function namespaceAccept(
  object: unknown,
): { readonly name: string; readonly accept: string } | undefined {
  const root = new Reader(object, '', new Strange());
  if (root.raw('kind') !== 'Namespace' || root.raw('apiVersion') !== 'v1') return undefined;
  const metadata = root.at('metadata');
  return { name: metadata.str('name'), accept: acceptOf(metadata) };
}

/** Where the pod spec of a Pod or a kind that Kubernetes has should stand, whatever stands there; undefined for other kinds. */
export function podSpecPath(object: unknown): Path | undefined {
  const root = new Reader(object, '', new Strange());
  if (root.raw('kind') === 'Pod') return ['spec'];
  const kind = TEMPLATE_KINDS.find((known) => root.raw('kind') === known);
  if (kind === undefined || !GROUPS.test(root.str('apiVersion'))) return undefined;
  return [...WORKLOAD_KINDS[kind].template, 'spec'];
}

function describe(root: Reader, found: Found, strange: Strange): PodTemplate {
  const metadata = root.at('metadata');
  const spec = found.template.at('spec');
  const path = [...found.path, 'spec'];
  const written = spec.objects('initContainers');
  const all = initSpecs(spec, strange, claimTemplates(root)).flatMap((one, index) => {
    const [place, raw] = written[index] ?? [];
    // A strategic merge patch that takes it away.
    if (place === undefined || raw?.raw('$patch') === 'delete') return [];
    return [{ one, place: [...path, 'initContainers', place] }];
  });
  const regular = all.filter(({ one }) => !one.sidecar);
  return {
    apiVersion: root.str('apiVersion'),
    kind: root.str('kind', 63),
    namespace: metadata.str('namespace'),
    name: metadata.str('name') || metadata.str('generateName'),
    ...found.scale,
    init: regular.map(({ one }) => one),
    initPaths: regular.map(({ place }) => place),
    sidecars: all.length - regular.length,
    accept: acceptOf(metadata),
    templateAccept: found.path.length === 0 ? '' : acceptOf(found.template.at('metadata')),
    path,
    strange: strange.list(),
  };
}

function find(root: Reader, strange: Strange): readonly Found[] {
  const kind = TEMPLATE_KINDS.find((known) => root.raw('kind') === known);
  const known = kind === undefined ? undefined : ofKind(root, kind);
  if (known !== undefined) return [known];
  if (root.raw('kind') !== 'Pod') return byShape(root.whole, strange);
  return isTemplate(root.whole) ? [{ template: root, path: [], scale: ALONE }] : [];
}

function ofKind(root: Reader, kind: TemplateKind): Found | undefined {
  const rule = WORKLOAD_KINDS[kind];
  const template = root.in(...rule.template);
  if (!GROUPS.test(root.str('apiVersion')) || !isTemplate(template.whole)) return undefined;
  return { template, path: rule.template, scale: rule.scale(root) };
}

function isTemplate(object: object): boolean {
  const spec = own(object, 'spec');
  if (typeof spec !== 'object' || spec === null) return false;
  return Array.isArray(own(spec, 'containers')) || Array.isArray(own(spec, 'initContainers'));
}

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
}

interface Place {
  readonly object: object;
  readonly parent: object;
  readonly path: Path;
}

/** Level by level, so that neither depth nor aliases can exhaust anything. */
function byShape(root: object, strange: Strange): readonly Found[] {
  const found: Found[] = [];
  const queue: Place[] = [{ object: root, parent: root, path: [] }];
  // An array grows while it is walked.
  for (const place of queue) {
    if (isTemplate(place.object)) found.push(foreign(place, strange));
    else if (place.path.length < DEPTH_MAX) enqueue(place, queue);
  }
  return found;
}

function enqueue(place: Place, queue: Place[]): void {
  // A list is no parent: what stands beside a template stands in the object that holds the list.
  const parent = Array.isArray(place.object) ? place.parent : place.object;
  for (const [key, value] of Object.entries<unknown>({ ...place.object })) {
    if (queue.length >= VISITS_MAX) return;
    if (typeof value !== 'object' || value === null) continue;
    const step = Array.isArray(place.object) ? Number(key) : key;
    queue.push({ object: value, parent, path: [...place.path, step] });
  }
}

/** A foreign kind is taken to behave as a Deployment does: what stands beside the template says how many. */
function foreign({ object, parent, path }: Place, strange: Strange): Found {
  const template = new Reader(object, written(path), strange);
  const beside =
    path.length === 0 ? template.at('spec') : new Reader(parent, written(path.slice(0, -1)), strange);
  const replicas = beside.countOr('replicas', beside.countOr('parallelism', 1));
  return { template, path, scale: { replicas, surge: updateShare(beside, replicas) } };
}

/** `spec.tasks[0].template` */
export function written(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}
