import { type Explanation, GROUPS, type RuleAccount } from '../../src/cli/explain/explanation.ts';
import { glossary } from '../../src/cli/explain/glossary.ts';
import { verdictOf } from '../../src/cli/explain/print.ts';
import { CATEGORIES, type Category, kebab } from '../../src/core/model/names.ts';
import type { Lock } from '../../src/core/model/verdict.ts';
import { type Generated, markdownFile, table } from './generated.ts';

const FOLDER = 'docs/rules';

/** A page for each category with all that it is told by, one for the words of failed runs, and an index. */
export function rulesPages(): readonly Generated[] {
  const all = glossary();
  return [
    index(all),
    ...CATEGORIES.map((category) => categoryPage(category, all)),
    markdownFile(`${FOLDER}/failures.md`, [
      '# Failures',
      '',
      `${GROUPS.failure}. The first row that fits decides.`,
      ...all.filter(({ group }) => group === 'failure').flatMap(section),
    ]),
  ];
}

function index(all: readonly Explanation[]): Generated {
  const count = (category: Category) => rulesOf(category, all).length;
  return markdownFile(`${FOLDER}/README.md`, [
    '# Rules',
    '',
    'What an init container is told by. Its command is read as a shell would read it, into steps; each rule is a row of data that',
    'speaks of a step, of a name, or of the container as a whole. All parts of a rule must hold. In a part, `*` stands for any',
    'characters. Where nothing else is known, names decide. A container that does several things is named after the worst of them.',
    'Each example and each near miss below is a test. `confessor explain ID` prints the same in a terminal.',
    '',
    ...table(
      ['Category', 'What it does', 'Rules'],
      all
        .filter(({ group }) => group === 'category')
        .flatMap(({ name, means }) => {
          const category = CATEGORIES.find((one) => one === name);
          if (category === undefined) return [];
          const link = `[${name}](${kebab(name)}.md)`;
          return [[link, means, String(count(category))]];
        }),
    ),
    '',
    'What the words of a failed run are told by: [failures.md](failures.md).',
  ]);
}

const rulesOf = (category: Category, all: readonly Explanation[]): readonly Explanation[] =>
  all.filter(
    ({ group, rule }) => group === 'rule' && (rule?.verdict?.category ?? 'unknown') === kebab(category),
  );

function categoryPage(category: Category, all: readonly Explanation[]): Generated {
  const known = all.find(({ group, name }) => group === 'category' && name === category);
  const rules = rulesOf(category, all);
  return markdownFile(`${FOLDER}/${kebab(category)}.md`, [
    `# ${category}`,
    '',
    ...(known === undefined ? [] : [known.means, known.matters, ...known.steps]),
    ...(category === 'Migration' ? toolTable(rules) : []),
    ...rules.flatMap(section),
  ]);
}

const LOCKS: Readonly<Record<Lock, string>> = { Locks: 'yes', None: 'no', Unknown: 'not known' };

/** Whether a second run is held up that comes while the first one works: what people compare tools by. */
function toolTable(rules: readonly Explanation[]): readonly string[] {
  const rows = rules.flatMap(({ name, rule }) => {
    const { verdict, migration } = rule ?? {};
    if (verdict === undefined || verdict.tool === null) return [];
    const kind = migration?.lockKind ?? null;
    const lock = kind === null ? LOCKS[verdict.lock] : `${LOCKS[verdict.lock]}: ${kind}`;
    return [[verdict.tool, `[${name}](#${name.replaceAll('.', '')})`, lock]];
  });
  return [
    '',
    'Of each tool it is told whether a second run that comes while the first one works is held up, what remains when a run is',
    'killed in the middle, and what the loser of such a meeting prints (`…` stands for what varies). "Not known" and "not',
    'documented" mean that neither its documentation nor its code was seen to say so.',
    '',
    ...table(
      ['Tool', 'Rule', 'Lock'],
      rows.toSorted(([a = '', idA = ''], [b = '', idB = '']) =>
        a === b ? idA.localeCompare(idB, 'en') : a.localeCompare(b, 'en'),
      ),
    ),
  ];
}

function section({ name, means, steps, rule }: Explanation): readonly string[] {
  const told = rule?.verdict === undefined ? means : `Tells: ${verdictOf(rule.verdict)}.`;
  const [cure] = steps;
  return [
    '',
    `## ${name}`,
    '',
    told,
    ...(rule === undefined && cure !== undefined ? [cure] : []),
    ...(rule === undefined ? [] : accountOf(rule)),
  ];
}

function accountOf({ matches, examples, nearMisses, migration, source }: RuleAccount): readonly string[] {
  return [
    '',
    ...item('Matches', [matches.join('; ')]),
    ...item('For example', examples.map(code)),
    ...item('But not', nearMisses.map(code)),
    ...(migration === undefined
      ? []
      : [
          ...item('Kind of lock', migration.lockKind === null ? [] : [migration.lockKind]),
          ...item('After a kill', [migration.afterKill]),
          ...item('Losers print', migration.losers.map(code)),
        ]),
    ...item('Source', [source]),
  ];
}

const item = (label: string, texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? [] : [`- ${label}: ${texts.join(' · ')}`];

/** With as many marks as the text itself does not hold. */
function code(text: string): string {
  const one = text.replaceAll('\n', ' ⏎ ');
  return one.includes('`') ? `\`\` ${one} \`\`` : `\`${one}\``;
}
