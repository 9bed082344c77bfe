import type { ContainerSpec } from '../model/facts.ts';
import { facetsOf } from './facets.ts';
import { INERT } from './inert.ts';
import type { SeenStep } from './match.ts';
import { type Step, saidBy } from './step.ts';
import { basename, isFlag, tokens } from './words.ts';

const MAX_INPUT = 4096;

/** Neither command nor args: the step only stands for the image's own program. */
export const isImageAlone = (step: Step): boolean => step.entrypoint && step.words.length === 1;

/** A step with what it was seen to do. */
export function seenStep(step: Step, spec: ContainerSpec): SeenStep {
  const whole = withInput(step);
  return { step: whole, rest: whole.words.slice(1), facets: facetsOf(step, spec) };
}

/** Clients that take their command from the standard input as well as from their words; a file may hold any. */
function withInput(step: Step): Step {
  if (!/^(redis|valkey|keydb)-cli$/.test(step.program)) return step;
  const said = [step.input, ...step.upstream.map(saidBy)].join(' ').slice(0, MAX_INPUT).split(/\s+/);
  const file = step.reads.length > 0 ? ['--pipe'] : [];
  return { ...step, words: [...step.words, ...file, ...said.filter((word) => word !== '')] };
}

/** `btrfs subvolume show PATH`: a verb that asks, of a program whose other verbs are known. */
export const onlyAsks = (step: Step): boolean =>
  step.words
    .slice(1)
    .filter((word) => !isFlag(word))
    .slice(0, 2)
    .some((word) => /^(show|list|ls|status|info|describe|get|inspect)$/.test(word));

/** `--dryrun` and its kin of programs that copy or change. */
export const onlyTries = ({ program, words }: Step): boolean =>
  words.some((word) => TRIES.test(word)) ||
  (program === 'rsync' && words.some((word) => /^-[a-zA-Z]{0,16}n/.test(word)));

const TRIES =
  /^--?(?:dry-?run(?:=(?:true|client|server|1|yes))?|list-only|simulate|just-print|what-if|whatif|no-?op|check-only|preview)$/i;

/** `get_leader`, `/app/healthcheck`: a question by its name, whose answer a script goes by; a bare word is often a slip. */
export const asksByName = ({ program, words }: Step): boolean =>
  program === '' ||
  (words.length === 1 && /^[a-z]{1,64}$/i.test(words[0] ?? '')) ||
  QUESTIONS.has(words.slice(1).find((word) => !isFlag(word)) ?? '') ||
  tokens(program.replace(/\.\w{1,5}$/, '')).some((word) => QUESTIONS.has(word));

const QUESTIONS: ReadonlySet<string> = new Set(
  (
    'get is has can check checks checker find detect list show print read lookup resolve current status state version exists ready ' +
    'alive health healthy healthcheck test verify validate probe ping wait query count parse calc compute needs should info isready ' +
    'contains match compare diff hash inspect describe which extract encode decode escape join trim'
  ).split(' '),
);

const VERB = /^[A-Za-z][\w:.-]{0,60}$/;
const FILE = /\.(ya?ml|json|conf|cfg|toml|ini|properties|xml|env|txt|sql)$/i;

/** Of a known program the name tells nothing new (`alembic history`), only its sub-commands may. */
export function nameWords(step: Step, known: boolean): readonly string[] {
  if (INERT.has(step.program) || step.program === '' || isImageAlone(step)) return [];
  const verbs = step.words.slice(1).filter((word) => !isFlag(word) && VERB.test(word) && !FILE.test(word));
  const own = known ? [] : tokens(basename(step.words[0] ?? '').replace(/\.\w{1,5}$/, ''));
  return [...own, ...verbs.slice(0, 3).flatMap((verb) => tokens(verb))];
}

/** `-h` and `-V` ask only where nothing else is given: else they may name a host. */
export const asksForHelp = ({ words }: Step): boolean =>
  words.some((word) => /^(--version|-version|--help|version|help)$/.test(word)) ||
  (words.length === 2 && /^-[hV]$/.test(words[1] ?? ''));

/** Clients of clouds, clusters and stores: what their words name lies there. */
export const REMOTE: ReadonlySet<string> = new Set(
  'aws gcloud az oci ibmcloud doctl hcloud gh glab kubectl oc helm openstack consul nomad vault bao etcdctl temporal tctl rabbitmqctl nats'.split(
    ' ',
  ),
);
