import { rowsWith } from '../../core/classify/catalogue.ts';
import { SEVERITY } from '../../core/classify/classifier.ts';
import type { Signature } from '../../core/classify/signature.ts';
import { CATEGORY_MEANINGS } from '../../core/model/meanings/categories.ts';
import { causeMeaning } from '../../core/model/meanings/causes.ts';
import { CONDITION_MEANINGS, STATE_MEANINGS } from '../../core/model/meanings/conditions.ts';
import type { Meaning } from '../../core/model/meanings/meaning.ts';
import { OUTCOME_MEANINGS, RACE_LEVEL_MEANINGS } from '../../core/model/meanings/runs.ts';
import { LOCK_MEANINGS, ORIGIN_MEANINGS, SEVERITY_MEANINGS } from '../../core/model/meanings/verdicts.ts';
import {
  CATEGORIES,
  CAUSES,
  type Category,
  CONDITIONS,
  type ConditionType,
  ORIGINS,
  OUTCOMES,
  RACE_LEVELS,
  SEVERITIES,
  type State,
  STATES,
} from '../../core/model/names.ts';
import { LOCKS } from '../../core/model/verdict.ts';
import type { Explanation, Group } from './explanation.ts';
import { failureExplanations, ruleExplanations } from './rules.ts';

/** Everything that can be explained, by group; `own` are rows of the user's. */
export function glossary(own: readonly Signature[] = []): readonly Explanation[] {
  const rows = rowsWith(own);
  return [...words(rows), ...ruleExplanations(rows), ...failureExplanations()];
}

function words(rows: readonly Signature[]): readonly Explanation[] {
  return [
    ...of('category', CATEGORIES, categoryMeaning).map((category) => withRules(category, rows)),
    ...of('severity', SEVERITIES, (name) => SEVERITY_MEANINGS[name]),
    ...of('state', STATES, stateMeaning),
    ...of('condition', ['AcceptanceInvalid'], conditionMeaning),
    ...of('outcome', OUTCOMES, (name) => OUTCOME_MEANINGS[name]),
    ...of('cause', CAUSES, causeMeaning),
    ...of('level', RACE_LEVELS, (name) => RACE_LEVEL_MEANINGS[name]),
    ...of('lock', LOCKS, (name) => LOCK_MEANINGS[name]),
    ...of('origin', ORIGINS, (name) => ORIGIN_MEANINGS[name]),
  ];
}

function of<W extends string>(
  group: Group,
  names: readonly W[],
  meaningOf: (name: W) => Meaning,
): readonly Explanation[] {
  return names.map((name) => {
    const { means, detail, matters, steps } = meaningOf(name);
    return { group, name, means: detail === '' ? means : `${means} ${detail}`, matters, steps };
  });
}

/** A condition also says when it is over. */
function conditionMeaning(type: ConditionType): Meaning {
  const { detail, ends, ...rest } = CONDITION_MEANINGS[type];
  return { ...rest, detail: [detail, `It ends ${ends}.`].filter((text) => text !== '').join(' ') };
}

function stateMeaning(state: State): Meaning {
  const type = CONDITIONS.find((one) => one === state);
  return type === undefined ? STATE_MEANINGS[state] : conditionMeaning(type);
}

function withRules(category: Explanation, all: readonly Signature[]): Explanation {
  const rows = all.filter((row) => row.category === category.name);
  return rows.length === 0 ? category : { ...category, toldBy: rows.map(({ id }) => id) };
}

function categoryMeaning(category: Category): Meaning {
  const { means, confession, remedy, general } = CATEGORY_MEANINGS[category];
  return {
    means,
    detail: `Its severity is ${SEVERITY[category]}.`,
    matters: confession.replace('{tool}', general),
    steps: [remedy],
  };
}
