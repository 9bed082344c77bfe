import { type ContainerSpec, TEMPLATE_KINDS, type TemplateKind } from '../core/model/facts.ts';
import { initSpecs } from './container.ts';
import { acceptOf } from './meta.ts';
import { Reader, Strange } from './read.ts';
import { type Scale, updateShare, WORKLOAD_KINDS } from './workload.ts';

const DEPTH_MAX = 32;
/** A document with aliases can be far larger than its text. */
const VISITS_MAX = 100_000;
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
  readonly parallel: boolean;
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
  return find(root).map((found) => describe(root, found, strange));
}

function describe(root: Reader, found: Found, strange: Strange): PodTemplate {
  const metadata = root.at('metadata');
  const inner = found.template === root ? '' : acceptOf(found.template.at('metadata'));
  const spec = found.template.at('spec');
  const all = initSpecs(spec, strange);
  const places = spec.objects('initContainers').map(([place]) => place);
  const path = [...found.path, 'spec'];
  const regular = all.flatMap((one, index) => (one.sidecar ? [] : [{ one, place: places[index] ?? index }]));
  return {
    apiVersion: root.str('apiVersion'),
    kind: root.str('kind', 63),
    namespace: metadata.str('namespace'),
    name: metadata.str('name') || metadata.str('generateName'),
    ...found.scale,
    init: regular.map(({ one }) => one),
    initPaths: regular.map(({ place }) => [...path, 'initContainers', place]),
    sidecars: all.length - regular.length,
    accept: acceptOf(metadata),
    templateAccept: inner,
    path,
    strange: strange.list(),
  };
}

function find(root: Reader): readonly Found[] {
  const kind = TEMPLATE_KINDS.find((known) => root.raw('kind') === known);
  if (kind !== undefined && GROUPS.test(root.str('apiVersion'))) {
    const found = ofKind(root, kind);
    if (found !== undefined) return [found];
  }
  if (root.raw('kind') === 'Pod') {
    return isTemplate(root) ? [{ template: root, path: [], scale: ALONE }] : [];
  }
  return byShape(root);
}

const ALONE: Scale = { replicas: 1, surge: 0, parallel: false };

function ofKind(root: Reader, kind: TemplateKind): Found | undefined {
  const rule = WORKLOAD_KINDS[kind];
  const template = root.in(...rule.template);
  return isTemplate(template) ? { template, path: rule.template, scale: rule.scale(root) } : undefined;
}

function isTemplate(reader: Reader): boolean {
  const spec: unknown = reader.raw('spec');
  if (typeof spec !== 'object' || spec === null) return false;
  return ['containers', 'initContainers'].some(
    (key) => Object.hasOwn(spec, key) && Array.isArray(Reflect.get(spec, key)),
  );
}

/** Level by level, so that neither depth nor aliases can exhaust anything. */
function byShape(root: Reader): readonly Found[] {
  const found: Found[] = [];
  const queue: { readonly reader: Reader; readonly parent: Reader; readonly path: Path }[] = [
    { reader: root, parent: root, path: [] },
  ];
  for (let visits = 0; visits < Math.min(queue.length, VISITS_MAX); visits++) {
    const next = queue[visits];
    if (next === undefined) break;
    if (isTemplate(next.reader)) {
      found.push({ template: next.reader, path: next.path, scale: otherScale(next.parent, next.reader) });
    } else if (next.path.length < DEPTH_MAX && queue.length < VISITS_MAX) {
      queue.push(...children(next.reader, next.path));
    }
  }
  return found;
}

function children(reader: Reader, path: Path): { reader: Reader; parent: Reader; path: Path }[] {
  const parent = reader;
  return reader.keys().flatMap((key) => {
    const value = reader.raw(key);
    if (Array.isArray(value)) {
      return reader
        .objects(key)
        .map(([index, item]) => ({ reader: item, parent, path: [...path, key, index] }));
    }
    return typeof value === 'object' ? [{ reader: reader.at(key), parent, path: [...path, key] }] : [];
  });
}

/** A foreign kind is taken to behave as a Deployment does: what stands beside the template says how many. */
function otherScale(parent: Reader, template: Reader): Scale {
  const beside = parent === template ? template.at('spec') : parent;
  const replicas = beside.countOr('replicas', beside.countOr('parallelism', 1));
  return { replicas, surge: updateShare(beside, replicas), parallel: true };
}
