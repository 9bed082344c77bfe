import type { ContainerSpec } from '../model/facts.ts';
import type { Category } from '../model/names.ts';
import type { Evidence } from '../model/verdict.ts';
import type { Doubt } from './doubt.ts';
import type { Effect } from './effects.ts';
import { excerpt } from './excerpt.ts';
import { isNameRow, matchesContainer } from './match.ts';
import { isOwn } from './signature.ts';
import { STORE_VARIABLES } from './signatures/storeVariables.ts';

/** What was decided, before it is put into words. */
export interface Judgement {
  readonly category: Category;
  readonly confidence: number;
  /** The effects that were seen, the deciding one first. */
  readonly effects: readonly Effect[];
  /** Why it is Unknown, or less certain than its rule. */
  readonly doubt: Evidence | undefined;
}

/** From here on a rule rests on more than a name. */
export const SURE = 80;
const BY_NAME_WITH_STORE = 50;
/** Rows whose words say so little that a store in reach leaves nothing of them. */
const WEAK_NAME = 60;

/** What only a name calls harmless may change the store that its variables lead to; a weak name says nothing then, nor where it has no volume to work on. */
export function wary(judgement: Judgement, spec: ContainerSpec): Judgement {
  const { effects, category } = judgement;
  const first = effects[0];
  const byName = first !== undefined && first.category === category && isNameRow(first.row.match);
  if (!byName || isOwn(first.row) || !WORKS_ON_FILES.has(category)) return judgement;
  if (spec.mounts.length === 0 && category !== 'Download') {
    const nowhere = doubtOf('unknown.volume', first.field, excerpt(first.text));
    return { category: 'Unknown', confidence: 30, effects, doubt: nowhere };
  }
  if (!matchesContainer({ env: STORE_VARIABLES }, spec)) return judgement;
  const doubt = doubtOf('unknown.store', first.field, excerpt(first.text));
  if ((first.row.confidence ?? SURE) <= WEAK_NAME)
    return { category: 'Unknown', confidence: 30, effects, doubt };
  return { category, confidence: Math.min(judgement.confidence, BY_NAME_WITH_STORE), effects, doubt };
}

export const WORKS_ON_FILES: ReadonlySet<Category> = new Set([
  'ConfigRender',
  'CopyArtifact',
  'Permissions',
  'Download',
]);

export const doubtOf = (rule: Doubt, field: string, text: string): Evidence => ({
  rule,
  field,
  excerpt: text,
});
