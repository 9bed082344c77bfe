import { parseStoredFinding } from '../../api/parse.ts';
import type { Fact, FactKind } from '../../core/model/facts.ts';
import type { StoredFinding } from '../../core/model/finding.ts';
import type { Decoder } from './ports.ts';

/** src/facts' projection of one object. */
export type Project = (
  kind: FactKind,
  object: unknown,
) =>
  | { readonly kind: 'fact'; readonly fact: Fact; readonly strange: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Objects of one kind as facts. */
export function factDecoder(kind: FactKind, project: Project): Decoder<Fact> {
  return (object) => {
    const projected = project(kind, object);
    if (projected.kind === 'refused') return projected;
    return { kind: 'kept', object: projected.fact, strange: projected.strange };
  };
}

/** Our own objects. */
export const decodeFinding: Decoder<StoredFinding> = (object) => {
  const parsed = parseStoredFinding(object);
  if (parsed.kind === 'refused') return parsed;
  return { kind: 'kept', object: parsed.finding, strange: [] };
};
