import { type Path, written } from '../../facts/template.ts';
import { isFields, type Fields } from '../fields.ts';

/** Something in a manifest that hides what its init containers do, and that the API would refuse or drop. */
export interface Fault {
  readonly path: Path;
  readonly what: string;
  readonly cure: string;
}

export const RENDER = 'render templates first, as with `helm template`';
const EXPLAIN = 'write it as `kubectl explain pod.spec.initContainers` tells';
const CASE = 'the API tells capitals from small letters';

const LISTS = ['command', 'args', 'env', 'envFrom', 'volumeMounts'];
const CONTAINER = [...LISTS, 'name', 'image', 'workingDir', 'restartPolicy', 'securityContext'];
/** What only Helm fills in; others have templates in double braces of their own, which stay in what is applied. */
const HELM = /\{\{-?\s*(?:\$?\.(?:Values|Release|Chart|Capabilities|Files)\b|(?:include|toYaml|template)\s)/;
const VISITS_MAX = 100_000;
/** No field of a manifest is nested deeper, and each level costs its path. */
const DEEPEST = 64;

/** What is wrong with the init containers of a pod spec, and on the way to it. */
export function faultsOf(object: Fields, podSpec: Path, braced: boolean): readonly Fault[] {
  const template = braced ? unrendered(object) : undefined;
  return [...(template === undefined ? [] : [template]), ...onTheWay(object, podSpec)];
}

function onTheWay(object: Fields, podSpec: Path): readonly Fault[] {
  const faults: Fault[] = [];
  let here: unknown = object;
  for (const [index, step] of podSpec.entries()) {
    const path = podSpec.slice(0, index);
    if (isFields(here)) faults.push(...miscased(here, path, [String(step)]));
    here = childOf(here, step);
    if (here === undefined || here === null) return faults;
    if (typeof here !== 'object') return [...faults, not('an object', [...path, step])];
  }
  return isFields(here) ? [...faults, ...inPodSpec(here, podSpec)] : faults;
}

function childOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return Reflect.get(value, step);
}

function inPodSpec(spec: Fields, path: Path): readonly Fault[] {
  const place = [...path, 'initContainers'];
  const init = spec['initContainers'];
  const own = miscased(spec, path, ['initContainers', 'containers']);
  if (init === undefined || init === null) return own;
  if (!Array.isArray(init)) return [...own, not('a list', place)];
  return [
    ...own,
    ...init.flatMap((one: unknown, index) =>
      isFields(one) ? inContainer(one, [...place, index]) : [not('an object', [...place, index])],
    ),
  ];
}

function inContainer(container: Fields, path: Path): readonly Fault[] {
  const lists = LISTS.filter((name) => {
    const value = container[name];
    return value !== undefined && value !== null && !Array.isArray(value);
  });
  return [...miscased(container, path, CONTAINER), ...lists.map((name) => not('a list', [...path, name]))];
}

function not(what: string, path: Path): Fault {
  return { path, what: `${written(path)} is not ${what}`, cure: EXPLAIN };
}

function miscased(object: Fields, path: Path, names: readonly string[]): readonly Fault[] {
  const others = Object.keys(object).filter((key) => !names.includes(key));
  return others.flatMap((key) => {
    const name = names.find((one) => one.toLowerCase() === key.toLowerCase());
    if (name === undefined) return [];
    const place = [...path, key];
    return [{ path: place, what: `${written(place)} is not known: its name is ${name}`, cure: CASE }];
  });
}

/** The first text that Helm was to fill in. Annotations and scripts may hold templates for others. */
function unrendered(object: Fields): Fault | undefined {
  const queue: { readonly value: object; readonly path: Path }[] = [{ value: object, path: [] }];
  // An array grows while it is walked.
  for (const { value, path } of queue) {
    for (const [key, child] of Object.entries<unknown>({ ...value })) {
      const place = [...path, Array.isArray(value) ? Number(key) : key];
      if (typeof child === 'string' && !child.includes('\n') && HELM.test(child))
        return { path: place, what: `${written(place)} is a template that is not rendered`, cure: RENDER };
      if (key === 'annotations' || typeof child !== 'object' || child === null) continue;
      if (queue.length < VISITS_MAX && place.length < DEEPEST) queue.push({ value: child, path: place });
    }
  }
  return undefined;
}
