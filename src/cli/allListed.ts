import { type Fields, isFields } from './fields.ts';

/** As an API server marks the end of a list that it streams. */
const LIST_ENDS = 'k8s.io/initial-events-end';

/** Type and object of the line that `record` prints when all kinds have been listed: a bookmark of no kind in particular. */
export const ALL_LISTED = {
  type: 'BOOKMARK',
  object: { kind: 'List', apiVersion: 'v1', metadata: { annotations: { [LIST_ENDS]: 'true' } } },
} as const;

/** Is it the object of that line? */
export function isAllListed(type: string, { kind, metadata }: Fields): boolean {
  const annotations = isFields(metadata) ? metadata['annotations'] : undefined;
  const marked = isFields(annotations) && annotations[LIST_ENDS] === 'true';
  return type === ALL_LISTED.type && kind === ALL_LISTED.object.kind && marked;
}
