import { signatureRows } from '../../../core/classify/catalogue.ts';
import { SEVERITY } from '../../../core/classify/classifier.ts';
import { confessionOf } from '../../../core/classify/confession.ts';
import { isNameRow } from '../../../core/classify/match.ts';
import type { Example, MigrationSignature, Signature } from '../../../core/classify/signature.ts';
import { CATEGORIES, type Category, kebab, type Severity } from '../../../core/model/names.ts';
import type { Lock } from '../../../core/model/verdict.ts';
import type { LintFinding } from '../report.ts';

/** How a severity is called in SARIF; what is legitimate is no result. */
export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  Red: 'error',
  Yellow: 'warning',
  Unknown: 'note',
  Legitimate: 'note',
};

/** What a container does, and the row that told it: one reporting descriptor of SARIF. */
export interface LintRule {
  readonly id: string;
  readonly category: Category;
  readonly row: Signature | undefined;
}

const SUBJECTS: Readonly<Record<Category, string>> = {
  Migration: 'An init container changes a database schema',
  Seed: 'An init container puts data into a store',
  ExternalCall: 'An init container changes something outside of the pod',
  Download: 'An init container downloads what the image does not contain',
  ConfigRender: 'An init container rewrites the configuration',
  SecretFetch: 'An init container fetches secrets',
  Wait: 'An init container waits for something else',
  Permissions: 'An init container puts a volume in order',
  Kernel: 'An init container sets up the node or its network',
  CopyArtifact: 'An init container copies files out of its image',
  Check: 'An init container checks what its pod is given',
  Unknown: 'An init container does not say what it does',
};

const LOCKS: Readonly<Record<Lock, string>> = {
  Locks: 'taken',
  None: 'none taken, so that two runs at once can meet',
  Unknown: 'not known',
};
const SEVERITY_WORDS = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

const ROWS: ReadonlyMap<string, Signature> = new Map(signatureRows.map((row) => [row.id, row]));
const BY_KEBAB: ReadonlyMap<string, Category> = new Map(CATEGORIES.map((word) => [kebab(word), word]));

/**
 * The rule of a finding. A row that was met as something else is a rule of its own: a question about a migration is a check
 * (`check/migration.alembic`), and one that is asked in a loop waits.
 */
export function ruleOf(
  { category: word, evidence: [first] }: LintFinding,
  own: readonly Signature[],
): LintRule {
  const category = BY_KEBAB.get(word) ?? 'Unknown';
  const told = first?.rule ?? 'unknown.nothing';
  const row = own.find(({ id }) => id === told) ?? ROWS.get(told);
  const usual = row === undefined || row.category === category;
  return { id: usual ? told : `${word}/${told}`, category, row };
}

/** The reporting descriptor of a rule: what it means and the way out, for whoever meets a result of it. */
export function descriptorOf(rule: LintRule): object {
  const { id, category, row } = rule;
  const tool = row?.tool ?? '';
  const { confession, remedy } = confessionOf(category, tool, '');
  const level = LEVELS[SEVERITY[category]];
  const facts = row === undefined ? [] : factsOf(row, category);
  return {
    id,
    name: pascal(id),
    shortDescription: { text: `${SUBJECTS[category]}${tool === '' ? '' : ` with ${tool}`}.` },
    fullDescription: { text: confession },
    defaultConfiguration: { level },
    help: {
      text: [confession, `Instead: ${remedy}`, ...facts.map(({ name, text }) => `${name}: ${text}`)].join(
        '\n',
      ),
      markdown: [
        `${confession}\n\n**Instead:** ${remedy}\n`,
        ...facts.map(({ name, text, isCode }) => `- **${name}:** ${isCode ? code(text) : text}`),
      ].join('\n'),
    },
    properties: {
      tags: ['init-container', kebab(category)],
      precision: precisionOf(row),
      'problem.severity': SEVERITY_WORDS[level],
    },
  };
}

interface RuleFact {
  readonly name: string;
  readonly text: string;
  readonly isCode: boolean;
}

const plain = (name: string, text: string): RuleFact => ({ name, text, isCode: false });

function factsOf(row: Signature, category: Category): readonly RuleFact[] {
  const source = plain('Known from', row.source);
  if (row.category !== category) return [source];
  return [
    ...row.examples.slice(0, 1).map((example) => ({ name: 'Such as', text: shown(example), isCode: true })),
    ...(isMigration(row) ? migrationFacts(row) : []),
    source,
  ];
}

function migrationFacts({ lock, lockKind, afterKill, losers }: MigrationSignature): readonly RuleFact[] {
  return [
    plain('Lock', lockKind === undefined ? LOCKS[lock] : `${LOCKS[lock]} (${lockKind})`),
    plain('After a kill', afterKill),
    ...losers.map((text) => ({ name: 'The second of two runs prints', text, isCode: true })),
  ];
}

const isMigration = (row: Signature): row is MigrationSignature => 'afterKill' in row;

function shown(example: Example): string {
  if (typeof example === 'string') return example;
  const command = [...(example.command ?? []), ...(example.args ?? [])].join(' ');
  return command === '' ? (example.image ?? example.name ?? '') : command;
}

const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll('\n', ' ')}\``;

/** `migration.golang-migrate` → `MigrationGolangMigrate`, as SARIF wants names of rules. */
const pascal = (id: string): string =>
  id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

/** How far such a row can be relied on: a name says less than a command. */
function precisionOf(row: Signature | undefined): string {
  const usual = row === undefined || isNameRow(row.match) ? 'medium' : 'high';
  if (row?.confidence === undefined) return usual;
  return row.confidence >= 80 ? 'high' : row.confidence >= 60 ? 'medium' : 'low';
}
