import type { ContainerSpec } from '../model/facts.ts';
import type { Category } from '../model/names.ts';
import type { Evidence } from '../model/verdict.ts';
import type { Doubt } from './doubt.ts';
import { type Effect, WORKS_ON_FILES } from './effects.ts';
import { excerpt } from './excerpt.ts';
import { isNameRow } from './match.ts';
import {
  mayApply,
  reachesOthers,
  reachesStore,
  speaksOfFiles,
  speaksOfObjects,
  speaksOfStores,
  writesToStore,
} from './reach.ts';
import { isOwn, type Signature } from './signature.ts';

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
  const byName = first !== undefined && first.category === category && isNameLike(first.row);
  if (!byName || isOwn(first.row) || !WORKS_ON_FILES.has(category)) return judgement;
  if (spec.mounts.length === 0 && category !== 'Download' && isNameRow(first.row.match))
    return unknown(judgement, doubtOf('unknown.volume', first.field, excerpt(first.text)));
  if (!reachesOthers(spec)) return judgement;
  const doubt = doubtOf('unknown.store', first.field, excerpt(first.text));
  if (applies(first.text, category)) return unknown(judgement, doubt);
  if (!isNameRow(first.row.match) || !reachesStore(spec)) return judgement;
  if ((first.row.confidence ?? SURE) <= WEAK_NAME || !speaksOfFiles(first.text))
    return unknown(judgement, doubt);
  return { category, confidence: Math.min(judgement.confidence, BY_NAME_WITH_STORE), effects, doubt };
}

/** Of downloads a verb leaves nothing open, only what is changed; of permissions a store has its own. */
const applies = (text: string, category: Category): boolean =>
  category === 'Download'
    ? speaksOfObjects(text)
    : mayApply(text) || writesToStore(text) || (category === 'Permissions' && speaksOfStores(text));

/** A row that goes by a word of a command whose program nobody knows says no more than a name. */
const isNameLike = ({ match }: Signature): boolean => isNameRow(match) || match.program?.[0] === '*';

const unknown = ({ effects }: Judgement, doubt: Evidence): Judgement => ({
  category: 'Unknown',
  confidence: 30,
  effects,
  doubt,
});

export const doubtOf = (rule: Doubt, field: string, text: string): Evidence => ({
  rule,
  field,
  excerpt: text,
});
