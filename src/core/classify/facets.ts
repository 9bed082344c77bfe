import type { ContainerSpec } from '../model/facts.ts';
import { type Copy, copyOf } from './copies.ts';
import { erasesKept } from './erasures.ts';
import { type HttpWork, httpWork, isLookUp } from './http.ts';
import { type CodeWork, inlineCode } from './inlineCode.ts';
import { onlyLooks } from './looks.ts';
import { outlives, placeOf } from './places.ts';
import { type SqlWork, sqlWork } from './sql.ts';
import { isRetried, type Step } from './step.ts';
import { transferOf } from './transfers.ts';
import { isFlag } from './words.ts';

/** What a step was seen to do, told from its words, redirections, loop and mounts. */
export type Facet =
  | `http.${HttpWork}`
  | `sql.${SqlWork}`
  | Copy
  | 'render'
  | 'render.within'
  | 'render.kernel'
  | 'render.node'
  | 'transfer.down'
  | 'transfer.up'
  | 'transfer.erase'
  | 'erase'
  | 'dev-tcp'
  | 'assert'
  | 'sleep'
  | 'retry'
  | `code.${CodeWork}`
  | 'look';

const RENDERS: ReadonlySet<string> = new Set([
  'envsubst',
  'gomplate',
  'confd',
  'consul-template',
  'esh',
  'j2',
  'jinja2',
  'ytt',
  'yq',
  'kustomize',
  'jsonnet',
  'crudini',
  'render-template',
  'tee',
  'tpl',
  'sigil',
  'dockerize',
  'split',
  'xmlstarlet',
  'augtool',
  'perl',
  'ed',
]);
/** Every facet of one step. */
export function facetsOf(step: Step, container: ContainerSpec): ReadonlySet<Facet> {
  const spec = inFolder(step.folder, container);
  const found = new Set<Facet>();
  const http = httpWork(step);
  const sql = sqlWork(step);
  if (http !== undefined) found.add(ofHttp(http, step));
  if (sql !== undefined) found.add(`sql.${sql}`);
  const transfer = http === undefined ? transferOf(step) : undefined;
  if (transfer !== undefined) found.add(transfer);
  const copy = transfer === undefined ? copyOf(step, spec) : undefined;
  if (copy !== undefined) found.add(copy);
  const render = http === undefined || http === 'read' ? renderOf(step, spec) : undefined;
  if (render !== undefined) found.add(render);
  if ([...step.writes, ...step.reads].some((path) => /^\/dev\/(tcp|udp)\//.test(path))) found.add('dev-tcp');
  if (isAssertion(step)) found.add('assert');
  if (erasesKept(step, spec)) found.add('erase');
  if (onlyLooks(step)) found.add('look');
  if (step.program === 'sleep') found.add('sleep');
  if (isRetried(step)) found.add('retry');
  const code = inlineCode(step);
  if (code !== undefined) found.add(`code.${code}`);
  return found;
}

/** What a question to the cluster or the node saves is a rendered file. */
const ofHttp = (work: HttpWork, step: Step): Facet =>
  work === 'save' && isLookUp(step) ? 'render' : `http.${work}`;

/** The container after a `cd`: what only the run knows is no folder. */
function inFolder(folder: string, spec: ContainerSpec): ContainerSpec {
  if (folder === '') return spec;
  if (folder.includes('$')) return { ...spec, workingDir: '' };
  const absolute = folder.startsWith('/') || spec.workingDir === '' ? folder : `${spec.workingDir}/${folder}`;
  return { ...spec, workingDir: absolute };
}

/** `test` that decides whether the container fails, not which branch it takes. */
const isAssertion = (step: Step): boolean =>
  (step.program === 'test' || step.program === '[') && !step.condition && step.loop === undefined;

function renderOf(step: Step, spec: ContainerSpec): Facet | undefined {
  const tee = step.downstream.find((one) => one.program === 'tee');
  const inPlace = step.program === 'sed' && step.words.some((word) => /^(-[a-zA-Z]*i|--in-place)/.test(word));
  const edited = inPlace ? step.words.slice(-1) : [];
  const teed = step.program === 'tee' ? step.words.slice(1).filter((word) => !isFlag(word)) : [];
  const keyed = step.program === 'dd' && step.words.includes('if=/dev/urandom') ? outputOf(step) : [];
  const targets = [...step.writes, ...edited, ...teed, ...keyed].filter((path) => !isNoContent(path));
  if (step.program === 'exec') return undefined;
  if (step.substituted && targets.length === 0) return undefined;
  if (targets.some((path) => placeOf(path, spec) === 'kernel')) return 'render.kernel';
  if (targets.some((path) => placeOf(path, spec) === 'node')) return 'render.node';
  if (targets.some((path) => outlives(path, spec))) return 'render';
  if (targets.length > 0) return 'render.within';
  if (tee !== undefined) return undefined;
  return RENDERS.has(step.program) &&
    step.program !== 'dockerize' &&
    step.program !== 'perl' &&
    step.program !== 'tee'
    ? 'render'
    : undefined;
}

/** `dd if=/dev/urandom of=/data/key`. */
const outputOf = (step: Step): readonly string[] =>
  step.words.filter((word) => word.startsWith('of=')).map((word) => word.slice(3));

/** Devices, and what a script leaves for itself: its log, its lock, its mark that it was here. */
const isNoContent = (path: string): boolean =>
  path.startsWith('/dev/') || /[./](log|lock|lck|pid)$/i.test(path);
