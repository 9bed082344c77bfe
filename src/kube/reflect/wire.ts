import { parseStatus, type Status } from '../transport/failure.ts';

/** What every object says of itself, read loosely: also of an object that its decoder refuses. */
export interface Header {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly resourceVersion: string;
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: unknown; readonly header: Header }
  | { readonly type: 'BOOKMARK'; readonly header: Header }
  | { readonly type: 'ERROR'; readonly status: Status | undefined };

export interface Page {
  readonly items: readonly unknown[];
  readonly resourceVersion: string;
  /** Asks for the next page; '' after the last. */
  readonly continueToken: string;
}

/** The stream does not hold what a watch or a list must: nothing after it can be trusted. */
export class BadWire extends Error {}

export function parseEvent(line: Buffer): WatchEvent {
  const event = record(parse(line));
  const type = event['type'];
  const object = event['object'];
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object, header: headerOf(object) };
    case 'BOOKMARK':
      return { type, header: headerOf(object) };
    case 'ERROR':
      return { type, status: parseStatus(object) };
    default:
      throw new BadWire('an event of a watch has no known type');
  }
}

export function parsePage(body: Buffer): Page {
  const list = record(parse(body));
  const metadata = record(list['metadata']);
  const items = list['items'] ?? [];
  const resourceVersion = text(metadata['resourceVersion']);
  if (!Array.isArray(items) || resourceVersion === '')
    throw new BadWire('the answer to a list is not a list');
  return { items, resourceVersion, continueToken: text(metadata['continue']) };
}

/** What any object says of itself. */
export function headerOf(object: unknown): Header {
  const metadata = record(record(object)['metadata']);
  return {
    uid: text(metadata['uid']),
    name: text(metadata['name']),
    namespace: text(metadata['namespace']) || undefined,
    resourceVersion: text(metadata['resourceVersion']),
  };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new BadWire('what came is not JSON', { cause: error });
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
