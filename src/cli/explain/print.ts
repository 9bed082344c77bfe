import { line } from '../../facts/text.ts';
import { type Explanation, type Group, GROUPS, type RuleAccount, type RuleVerdict } from './explanation.ts';

const WIDTH = 100;
const LABEL = 14;
const TEXT_MAX = 20_000;

/** `{"explanations": [...]}` */
export function asJson(explanations: readonly Explanation[]): string {
  return `${JSON.stringify({ explanations }, undefined, 2)}\n`;
}

/** `{"names": [...]}`: what can be asked for. */
export function listAsJson(glossary: readonly Explanation[]): string {
  const names = glossary.map(({ group, name, means }) => ({ group, name, means }));
  return `${JSON.stringify({ names }, undefined, 2)}\n`;
}

/** One block for each explanation. */
export function asText(explanations: readonly Explanation[]): string {
  return explanations
    .map((one) =>
      blockOf(one)
        .map((text) => `${text}\n`)
        .join(''),
    )
    .join('\n');
}

/** All names by group; those of rules close together. */
export function listAsText(glossary: readonly Explanation[]): string {
  const blocks = Object.entries(GROUPS).map(([group, title]) => {
    const entries = glossary.filter((one) => one.group === group);
    const lines = entries.some(({ rule }) => rule !== undefined) ? packed(entries) : described(entries);
    return [title, ...lines, ''];
  });
  return [...blocks.flat(), 'confessor explain NAME tells more of one.'].map((text) => `${text}\n`).join('');
}

function described(entries: readonly Explanation[]): readonly string[] {
  const width = Math.max(...entries.map(({ name }) => name.length)) + 2;
  return entries.flatMap(({ name, means }) => hung(name.padEnd(width), sentence(means), '  '));
}

/** The first sentence: a colon or a dot within a word ends none. */
const sentence = (text: string): string => /^.*?[.?](?= [A-Z]|$)/.exec(text)?.[0] ?? text;

/** Names of one beginning stand together, each beginning on a line of its own. */
function packed(entries: readonly Explanation[]): readonly string[] {
  const families = Map.groupBy(entries, ({ name }) => name.split('.')[0]);
  return [...families.values()].flatMap((family) => hung('', family.map(({ name }) => name).join(' '), '  '));
}

function blockOf({ group, name, means, matters, steps, toldBy, rule }: Explanation): readonly string[] {
  return [
    `${name}: ${KINDS[group]}`,
    '',
    ...(rule?.verdict === undefined ? [] : told('tells', [verdictOf(rule.verdict)])),
    ...told('means', [means]),
    ...told('matters', matters === '' ? [] : [matters]),
    ...told('to do', numbered(steps)),
    ...told('told by', toldBy === undefined ? [] : [toldBy.join(', ')]),
    ...(rule === undefined ? [] : accountOf(rule)),
  ];
}

const KINDS: Readonly<Record<Group, string>> = {
  category: 'a category',
  severity: 'a severity',
  state: 'a state',
  condition: 'a condition',
  outcome: 'an outcome of a run',
  cause: 'a cause of a run',
  level: 'a level of a race',
  lock: 'a kind of lock',
  origin: 'an origin of an init container',
  rule: 'a rule',
  failure: 'a rule for the words of failed runs',
};

function accountOf({ matches, examples, nearMisses, migration, source }: RuleAccount): readonly string[] {
  return [
    ...told('matches', matches),
    ...told('for example', examples),
    ...told('but not', nearMisses),
    ...(migration === undefined
      ? []
      : [
          ...told('lock kind', migration.lockKind === null ? [] : [migration.lockKind]),
          ...told('after a kill', [migration.afterKill]),
          ...told('losers print', migration.losers),
        ]),
    ...told('source', [source]),
  ];
}

/** What a rule says of a container, in a few words. */
export function verdictOf(verdict: RuleVerdict): string {
  const { category, severity, sideEffecting, tool, lock } = verdict;
  const effects = sideEffecting ? 'side-effecting' : 'no side effects';
  const locks = {
    Locks: 'takes a lock',
    None: 'takes no lock',
    Unknown: 'not known whether it takes a lock',
  }[lock];
  return [
    category,
    severity,
    effects,
    ...(tool === null ? [] : [`with ${tool}`]),
    ...(sideEffecting ? [locks] : []),
  ].join(', ');
}

export const numbered = (steps: readonly string[]): readonly string[] =>
  steps.length < 2 ? steps : steps.map((step, at) => `${at + 1}. ${step}`);

/** A label before the first line, each text on lines of its own. */
export const told = (label: string, texts: readonly string[]): readonly string[] =>
  texts.flatMap((text, at) => hung((at === 0 ? label : '').padEnd(LABEL), text, ''));

/** A text beside its label, wrapped under itself. */
function hung(label: string, text: string, indent: string): readonly string[] {
  const room = WIDTH - label.length - indent.length;
  return wrapped(text, room).map(
    (one, at) => `${indent}${at === 0 ? label : ' '.repeat(label.length)}${one}`,
  );
}

/** Lines of at most `width`, broken at blanks; a line break of the text is shown as a sign. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line(text.replaceAll('\n', ' ⏎ '), TEXT_MAX).split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length <= width || current === '') current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}
