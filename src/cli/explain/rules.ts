import { SEVERITY } from '../../core/classify/classifier.ts';
import { confessionOf } from '../../core/classify/confession.ts';
import { DOUBTS } from '../../core/classify/doubt.ts';
import { FAILURE_MEANINGS, FAILURES, type FailureRow } from '../../core/classify/failures.ts';
import type { MigrationSignature, Signature } from '../../core/classify/signature.ts';
import { migrations } from '../../core/classify/signatures/migrations.ts';
import { CATEGORY_MEANINGS } from '../../core/model/meanings/categories.ts';
import { kebab, MUTATING } from '../../core/model/names.ts';
import type { Explanation, MigrationAccount, RuleAccount } from './explanation.ts';
import { exampleText, matchesOf } from './matches.ts';

const MINOR = 'it counts only where the container does nothing else';
const TOOLS: ReadonlyMap<string, MigrationSignature> = new Map(migrations.map((row) => [row.id, row]));

/** Everything that evidence can name: the rows of the catalogue, and why there was none that could decide. */
export function ruleExplanations(rows: readonly Signature[]): readonly Explanation[] {
  return [...rows.map(ofRow), ...doubtExplanations()];
}

function doubtExplanations(): readonly Explanation[] {
  return Object.entries(DOUBTS).map(([name, { means, instead }]) => ({
    group: 'rule',
    name,
    means,
    matters: CATEGORY_MEANINGS.Unknown.confession.replace('{tool}', ''),
    steps: [instead, CATEGORY_MEANINGS.Unknown.remedy],
  }));
}

export function failureExplanations(): readonly Explanation[] {
  return FAILURES.map(ofFailure);
}

function ofRow(row: Signature): Explanation {
  const { confession, remedy } = confessionOf(row.category, row.tool, '');
  return {
    group: 'rule',
    name: row.id,
    means: CATEGORY_MEANINGS[row.category].means,
    matters: confession,
    steps: [remedy],
    rule: accountOf(row),
  };
}

function accountOf(row: Signature): RuleAccount {
  const tool = TOOLS.get(row.id);
  return {
    verdict: {
      category: kebab(row.category),
      severity: kebab(SEVERITY[row.category]),
      sideEffecting: row.sideEffecting ?? MUTATING.has(row.category),
      tool: row.tool === '' ? null : row.tool,
      lock: row.lock,
    },
    matches: [...matchesOf(row.match), ...(row.minor === true ? [MINOR] : [])],
    examples: row.examples.map(exampleText),
    nearMisses: row.counterExamples.map(exampleText),
    ...(tool === undefined ? {} : { migration: ofTool(tool) }),
    source: row.source,
  };
}

function ofTool({ lockKind, afterKill, losers }: MigrationSignature): MigrationAccount {
  return { lockKind: lockKind ?? null, afterKill, losers };
}

function ofFailure({ id, meaning, parts, examples, counterExamples, source }: FailureRow): Explanation {
  const text = parts.map((part) => `\`${part}\``).join(', then ');
  return {
    group: 'failure',
    name: id,
    means: FAILURE_MEANINGS[meaning],
    matters: '',
    steps: [],
    rule: {
      matches: [`the last words of a failed run hold ${text}, in upper or lower case`],
      examples,
      nearMisses: counterExamples,
      source,
    },
  };
}
