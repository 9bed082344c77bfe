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
export const API_ACCESS = /\bkube-api-access-[a-z0-9]{5}\b/g;

/** A container as the core sees it, and what was strange about it. */
export interface Projected {
  readonly spec: ContainerSpec;
  readonly strange: readonly string[];
}

/**
 * What a container is asked to do.
 * @param container as it stands in a pod or template
 * @param volumes `spec.volumes` beside it, for the kinds behind its mounts
 */
export const containerSpec = (container: unknown, volumes?: unknown): ContainerSpec =>
  project(container, volumeKinds(volumes)).spec;

/**
 * The init containers of a pod's or template's spec.
 * @param claims names of the volumes that a StatefulSet adds to its pods
 * @param read what makes a spec of each
 */
export function initSpecs(
  spec: Reader,
  strange: Strange,
  claims: readonly string[] = [],
  read: typeof project = project,
): readonly ContainerSpec[] {
  const kinds = volumeKinds(spec.raw('volumes'), claims);
  return spec.list('initContainers').map((container) => {
    const { spec: one, strange: own } = read(container.whole, kinds);
    strange.addAll(container.path, own);
    return one;
  });
}

/** @param kinds of the volumes, by name */
export function project(container: unknown, kinds: ReadonlyMap<string, string>): Projected {
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
