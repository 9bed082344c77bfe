import type { ContainerSpec } from '../model/facts.ts';
import { erasesKept } from './erasures.ts';
import { type HttpWork, httpWork } from './http.ts';
import { isConfigSource, looksLikeConfig, outlives, placeOf } from './places.ts';
import { type SqlWork, sqlWork } from './sql.ts';
import { isRetried, type Step } from './step.ts';
import { transferOf } from './transfers.ts';
import { isFlag } from './words.ts';

/** What a step was seen to do, told from its words, redirections, loop and mounts. */
export type Facet =
  | `http.${HttpWork}`
  | `sql.${SqlWork}`
  | 'copy.config'
  | 'copy.image'
  | 'copy.node'
  | 'copy.within'
  | 'render'
  | 'render.within'
  | 'render.kernel'
  | 'transfer.down'
  | 'transfer.up'
  | 'transfer.erase'
  | 'erase'
  | 'dev-tcp'
  | 'assert'
  | 'sleep'
  | 'retry'
  | 'code.wait'
  | 'code.migrate';

const COPIES: ReadonlySet<string> = new Set(['cp', 'mv', 'rsync', 'install', 'tar', 'unzip', 'ln', 'ditto']);
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
  if (http !== undefined) found.add(`http.${http}`);
  if (sql !== undefined) found.add(`sql.${sql}`);
  const transfer = http === undefined ? transferOf(step) : undefined;
  if (transfer !== undefined) found.add(transfer);
  if (transfer === undefined && COPIES.has(step.program) && !makesFolders(step)) {
    const copy = copyOf(step, spec);
    if (copy !== undefined) found.add(copy);
  }
  const render = http === undefined || http === 'read' ? renderOf(step, spec) : undefined;
  if (render !== undefined) found.add(render);
  if ([...step.writes, ...step.reads].some((path) => /^\/dev\/(tcp|udp)\//.test(path))) found.add('dev-tcp');
  if (isAssertion(step)) found.add('assert');
  if (erasesKept(step, spec)) found.add('erase');
  if (step.program === 'sleep') found.add('sleep');
  if (isRetried(step)) found.add('retry');
  const code = inlineCode(step);
  if (code !== undefined) found.add(code);
  return found;
}

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

const makesFolders = (step: Step): boolean =>
  step.program === 'install' && step.words.some((word) => word === '-d' || word === '--directory');

const plainWords = (step: Step): readonly string[] => step.words.slice(1).filter((word) => !isFlag(word));

function copyOf(step: Step, spec: ContainerSpec): Facet | undefined {
  const unpacks = step.program === 'tar' || step.program === 'unzip';
  const { sources, target } = unpacks ? unpacked(step) : copied(step);
  if (!unpacks && sources.length === 0) return undefined;
  const places = [target, ...sources].map((path) => placeOf(path, spec));
  if (places[0] === 'node') return 'copy.node';
  if (!outlives(target, spec)) return 'copy.within';
  if (sources.some((path) => isConfigSource(path, spec) && placeOf(path, spec) === 'config'))
    return 'copy.config';
  const between = sources.some((path) => isConfigSource(path, spec));
  if (between) return 'copy.config';
  if (unpacks || step.program === 'mv' || step.program === 'ln')
    return sources.some((s) => placeOf(s, spec) === 'image') ? 'copy.image' : 'copy.within';
  if (sources.some((path) => placeOf(path, spec) === 'volume'))
    return looksLikeConfig(sources.join(' ')) ? 'copy.config' : 'copy.image';
  return sources.every((path) => CONFIG_FILE.test(path)) ? 'copy.config' : 'copy.image';
}

const CONFIG_FILE = /\.(ya?ml|json|conf|cfg|ini|properties|toml|xml|env|crt|pem|key|tpl|tmpl|template)$/i;

function copied(step: Step): { readonly sources: readonly string[]; readonly target: string } {
  const words = plainWords(step);
  const flag = step.words.findIndex((word) => word === '-t' || word.startsWith('--target-directory'));
  if (flag > 0) return { sources: words, target: step.words[flag + 1] ?? '' };
  return { sources: words.slice(0, -1), target: words.at(-1) ?? '' };
}

function unpacked(step: Step): { readonly sources: readonly string[]; readonly target: string } {
  const at = step.words.findIndex((word) => word === '-C' || word === '-d' || word === '--directory');
  const target = step.words[at + 1] ?? '';
  return { sources: plainWords(step).filter((word) => word !== target), target: at < 0 ? '.' : target };
}

function renderOf(step: Step, spec: ContainerSpec): Facet | undefined {
  const tee = step.downstream.find((one) => one.program === 'tee');
  const inPlace = step.program === 'sed' && step.words.some((word) => /^(-[a-zA-Z]*i|--in-place)/.test(word));
  const edited = inPlace ? step.words.slice(-1) : [];
  const teed = step.program === 'tee' ? plainWords(step) : [];
  const targets = [...step.writes, ...edited, ...teed].filter((path) => !path.startsWith('/dev/'));
  if (step.substituted && targets.length === 0) return undefined;
  if (targets.some((path) => placeOf(path, spec) === 'kernel')) return 'render.kernel';
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

const INTERPRETER = /^(python[0-9.]*|node|ruby|perl|php)$/;

/** Scripts given in the command (`python -c "…"`): told by the calls they make. */
function inlineCode(step: Step): Facet | undefined {
  if (!INTERPRETER.test(step.program)) return undefined;
  const text = [...step.words.slice(1), step.input].join('\n').slice(0, 8192);
  if (
    /upgrade\(|argv=\[['"]upgrade|create_all\(|run_migrations|\.migrate\(|migrate\.latest|call_command\(['"]migrate|(?:require|import)\(['"][^'"]{0,256}migrat/.test(
      text,
    )
  ) {
    return 'code.migrate';
  }
  const connects = /connect|socket|urlopen|requests\.get|http\.get|ping\(/.test(text);
  return connects && !/insert|create |update |delete |post\(|put\(/i.test(text) ? 'code.wait' : undefined;
}
