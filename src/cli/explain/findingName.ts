import { GROUP, PLURAL, SHORT_NAMES, SINGULAR } from '../../api/group.ts';

const KINDS = [PLURAL, SINGULAR, `${PLURAL}.${GROUP}`, `${SINGULAR}.${GROUP}`, ...SHORT_NAMES];

/** `icf/web-migrate-3f9c2a1b`, or as `kubectl get -o name` prints it: the name of a finding; undefined for any other word. */
export function findingNameOf(word: string): string | undefined {
  const slash = word.indexOf('/');
  const name = word.slice(slash + 1);
  return KINDS.includes(word.slice(0, slash).toLowerCase()) && name !== '' ? name : undefined;
}
