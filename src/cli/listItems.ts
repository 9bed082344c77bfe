import { type Fields, isFields } from './fields.ts';

/** Lists of lists are taken apart as deep as this. */
const LISTS_IN_LISTS = 3;

/** One object that is no list, and the keys on the way to it. */
export interface ListItem {
  readonly object: Fields;
  readonly path: readonly (string | number)[];
}

/**
 * The objects of a parsed document: itself, or what a List, PodList, … holds. Items that do not say their kind are of the
 * list's: `kubectl get --raw` prints them so.
 */
export function listItems(document: unknown): readonly ListItem[] {
  return take(document, [], LISTS_IN_LISTS);
}

/** Whether a document is a list, be it an empty one. */
export function isList(document: unknown): boolean {
  if (!isFields(document)) return false;
  const { kind, items } = document;
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items);
}

function take(value: unknown, path: ListItem['path'], depth: number): readonly ListItem[] {
  if (!isFields(value)) return [];
  const items: unknown = value['items'];
  if (!isList(value) || !Array.isArray(items)) return [{ object: value, path }];
  if (depth === 0) return [];
  return items.flatMap((item: unknown, index) =>
    isFields(item) ? take(named(item, value), [...path, 'items', index], depth - 1) : [],
  );
}

function named(item: Fields, list: Fields): Fields {
  const kind = String(list['kind']).slice(0, -'List'.length);
  if (kind === '' || typeof item['kind'] === 'string') return item;
  return { apiVersion: list['apiVersion'], kind, ...item };
}
