import { hash } from 'node:crypto';
import type { ContainerSpec, EnvFact, MountFact } from '../core/model/facts.ts';
import { databaseWork, standIns, type Variable } from './database.ts';
import { fingerprint } from './fingerprint.ts';
import { Reader, Strange } from './read.ts';
import { redactEnv, redactWords } from './redact.ts';
import { Room } from './room.ts';
import { block, cap, line } from './text.ts';
import { volumeKinds } from './volumes.ts';

const TEXT_MAX = 32 * 1024;
const VALUE_MAX = 256;
/** The service account volume has a random name in every pod; under it no two pods would share a spec. */
const API_ACCESS = /\bkube-api-access-[a-z0-9]{5}\b/g;

interface Projected {
  readonly spec: ContainerSpec;
  readonly strange: readonly string[];
}

/*
 * 100,000 pods of one template share one spec, for as long as there is one of them: a tenant could fill the memory with
 * others. A memo only: the same input gives the same spec with and without it.
 */
const interned = new Map<
  string,
  { readonly spec: WeakRef<ContainerSpec>; readonly strange: readonly string[] }
>();
const released = new FinalizationRegistry<string>((key) => {
  if (interned.get(key)?.spec.deref() === undefined) interned.delete(key);
});

/**
 * What a container is asked to do.
 * @param container as it stands in a pod or template
 * @param volumes `spec.volumes` beside it, for the kinds behind its mounts
 */
export function containerSpec(container: unknown, volumes?: unknown): ContainerSpec {
  return readContainer(container, volumeKinds(volumes), '', new Strange());
}

/**
 * The init containers of a pod's or template's spec.
 * @param claims names of the volumes that a StatefulSet adds to its pods
 */
export function initSpecs(
  spec: Reader,
  strange: Strange,
  claims: readonly string[] = [],
): readonly ContainerSpec[] {
  const kinds = volumeKinds(spec.raw('volumes'), claims);
  return spec
    .list('initContainers')
    .map((container) => readContainer(container.whole, kinds, container.path, strange));
}

function readContainer(
  container: unknown,
  kinds: ReadonlyMap<string, string>,
  path: string,
  strange: Strange,
): ContainerSpec {
  const key = contentKey(container, kinds);
  const { spec, strange: own } = shared(key) ?? project(container, kinds);
  if (key !== undefined) share(key, spec, own);
  strange.addAll(path, own);
  return spec;
}

function shared(key: string | undefined): Projected | undefined {
  const known = key === undefined ? undefined : interned.get(key);
  const spec = known?.spec.deref();
  return known === undefined || spec === undefined ? undefined : { spec, strange: known.strange };
}

function share(key: string, spec: ContainerSpec, strange: readonly string[]): void {
  if (interned.get(key)?.spec.deref() === spec) return;
  interned.set(key, { spec: new WeakRef(spec), strange });
  released.register(spec, key);
}

function contentKey(container: unknown, kinds: ReadonlyMap<string, string>): string | undefined {
  try {
    const text = (JSON.stringify(container) ?? '').replace(API_ACCESS, 'kube-api-access');
    const beside = JSON.stringify(mountedKinds(container, kinds));
    return hash('sha256', `${text}\n${beside}`, 'base64');
  } catch {
    // Nested deeper than the serialiser goes: then it is not shared.
    return undefined;
  }
}

function mountedKinds(container: unknown, kinds: ReadonlyMap<string, string>): readonly string[] {
  const mounts = new Reader(container, '', new Strange()).list('volumeMounts');
  return mounts.map((mount) => kinds.get(mount.str('name')) ?? '');
}

function project(container: unknown, kinds: ReadonlyMap<string, string>): Projected {
  const strange = new Strange();
  const reader = new Reader(container, '', strange);
  const text = new Room(TEXT_MAX);
  const command = words(reader.strings('command'), text);
  const args = words(reader.strings('args'), text);
  const rest = new Room(TEXT_MAX);
  const env = rest.all(variables(reader), (one) => one.name.length + (one.value ?? one.ref ?? '').length);
  const envFrom = rest.all(sources(reader), (one) => one.length);
  const mounts = rest.all(mountsOf(reader, kinds), (one) => one.name.length + one.path.length);
  const security = reader.at('securityContext');
  const spec: ContainerSpec = {
    name: reader.str('name', 63),
    image: reader.str('image', 512),
    command,
    args,
    workingDir: reader.str('workingDir', VALUE_MAX),
    env,
    envFrom,
    mounts,
    privileged: security.flag('privileged'),
    capabilities: security
      .at('capabilities')
      .strings('add')
      .slice(0, 64)
      .map((name) => line(name, 63)),
    truncated: text.full || rest.full,
    sidecar: reader.raw('restartPolicy') === 'Always',
    restartPolicy: reader.str('restartPolicy', 63),
    ...worksOf(reader),
  };
  return { spec, strange: strange.list().map((note) => `.${note}`) };
}

/** What stands for the values of a container's variables where they must not be told; see {@link standIns}. */
export function databaseStandIns(
  container: unknown,
  fingerprintOf: (text: string) => string,
): ReadonlyMap<string, string> {
  const reader = new Reader(container, '', new Strange());
  const [command, args] = [reader.strings('command'), reader.strings('args')];
  return standIns({ env: variablesOf(reader), command, args }, fingerprintOf);
}

/** Whole, as they stand in the spec. */
function variablesOf(reader: Reader): readonly Variable[] {
  return reader.list('env').map((one) => ({
    name: one.verbatim('name'),
    value: one.verbatim('value'),
    ref: reference(one.at('valueFrom')),
  }));
}

function worksOf(reader: Reader): Pick<ContainerSpec, 'work' | 'databaseWork'> {
  const env = variablesOf(reader);
  const whole = {
    image: reader.verbatim('image'),
    command: reader.strings('command'),
    args: reader.strings('args'),
    envFrom: sources(reader),
  };
  return {
    work: fingerprint({ ...whole, env: env.map(({ name, ref }) => [name, ref]) }),
    databaseWork: databaseWork({ ...whole, env }),
  };
}

/** Redacted before it is cut to size, so that secrets at the cut are still whole; but never more than twice the size. */
function words(texts: readonly string[], room: Room): readonly string[] {
  const near = new Room(2 * TEXT_MAX);
  const clean = redactWords(near.texts(texts).map((text) => block(text, 2 * TEXT_MAX)));
  if (near.full) room.full = true;
  return room.texts(clean);
}

function variables(reader: Reader): readonly EnvFact[] {
  return reader.list('env').map((one) => {
    const name = one.str('name', VALUE_MAX);
    const ref = reference(one.at('valueFrom'));
    if (ref !== '') return { name, ref };
    return { name, value: cap(redactEnv(name, block(one.verbatim('value'), 2 * TEXT_MAX)), VALUE_MAX) };
  });
}

/** `secret/NAME/KEY`, `configMap/NAME/KEY`, `field/PATH`, `resource/NAME`, else '' */
function reference(from: Reader): string {
  if (from.has('secretKeyRef')) return keyOf('secret', from.at('secretKeyRef'));
  if (from.has('configMapKeyRef')) return keyOf('configMap', from.at('configMapKeyRef'));
  if (from.has('fieldRef')) return `field/${from.at('fieldRef').str('fieldPath', VALUE_MAX)}`;
  if (from.has('resourceFieldRef'))
    return `resource/${from.at('resourceFieldRef').str('resource', VALUE_MAX)}`;
  if (from.has('fileKeyRef')) return `file/${from.at('fileKeyRef').str('path', VALUE_MAX)}`;
  return '';
}

function keyOf(kind: string, ref: Reader): string {
  return `${kind}/${ref.str('name')}/${ref.str('key')}`;
}

function sources(reader: Reader): readonly string[] {
  return reader
    .list('envFrom')
    .flatMap((one) => [
      ...(one.has('configMapRef') ? [`configMap/${one.at('configMapRef').str('name')}`] : []),
      ...(one.has('secretRef') ? [`secret/${one.at('secretRef').str('name')}`] : []),
    ]);
}

function mountsOf(reader: Reader, kinds: ReadonlyMap<string, string>): readonly MountFact[] {
  return reader.list('volumeMounts').map((mount) => {
    const name = mount.str('name');
    return {
      name: name.replace(API_ACCESS, 'kube-api-access'),
      path: mount.str('mountPath', VALUE_MAX),
      readOnly: mount.flag('readOnly'),
      volume: kinds.get(name) ?? '',
    };
  });
}
