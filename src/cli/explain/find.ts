import { nearestNames } from '../../settings/suggestion.ts';
import type { Explanation } from './explanation.ts';

const MOST = 5;
/** Shorter, a part of a name stands in too many of them. */
const LEAST = 3;

/** Every explanation of a name: `Unknown` is a category, an outcome and more. Also as in metrics, and of an alert. */
export function explanationsOf(name: string, glossary: readonly Explanation[]): readonly Explanation[] {
  const wanted = plain(name).replace(/^confessorinit/, '');
  return glossary.filter((one) => plain(one.name) === wanted);
}

/** Names that may have been meant, the likeliest first: those that hold what was given, of that tool, or nearly so written. */
export function namesLike(given: string, glossary: readonly Explanation[]): readonly string[] {
  const part = plain(given);
  const holding = part.length < LEAST ? [] : glossary.filter((one) => holds(one, part));
  const near = nearestNames(
    given,
    glossary.map(({ name }) => name),
  );
  return [...new Set([...holding.map(({ name }) => name), ...near])].slice(0, MOST);
}

const holds = ({ name, rule }: Explanation, part: string): boolean =>
  plain(name).includes(part) || (rule?.verdict?.tool ?? '').toLowerCase().replaceAll('-', '') === part;

/** `CrashLooping`, `crash-looping` and `crashlooping` are one name; the dots of rules count. */
const plain = (name: string): string => name.toLowerCase().replaceAll('-', '');
