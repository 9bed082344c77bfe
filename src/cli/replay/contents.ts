import { FACT_KINDS } from '../../core/model/facts.ts';
import { LOG_KIND } from '../../facts/logTail.ts';
import { type Fields, isFields } from '../fields.ts';
import { isList, listItems } from '../listItems.ts';

const KINDS: ReadonlySet<unknown> = new Set([...FACT_KINDS, LOG_KIND]);
/** An empty one is a recording of nothing, and not something else. */
const LISTS: ReadonlySet<unknown> = new Set(['List', ...FACT_KINDS.map((kind) => `${kind}List`)]);
/** Of what a file holds instead of a recording, so many kinds are named. */
const NAMED_MAX = 3;

/** Tells a recording from other JSON, which would be replayed to nothing without a word. */
export class Contents {
  #known = false;
  #watched = false;
  #manifest = '';
  readonly #others = new Set<string>();

  /** Takes the next document of the file. */
  take(document: unknown): void {
    if (this.#known || !isFields(document)) return;
    const { type, object } = document;
    if (typeof type !== 'string') this.#list(document);
    else if (isFields(object)) this.#event(type, object);
  }

  /** What the file is when it is no recording. */
  instead(): string | undefined {
    if (this.#known || this.#watched) return undefined;
    if (this.#manifest !== '')
      return `holds a ${this.#manifest} without uid, as manifests do and no object of a cluster (lint reads manifests)`;
    return this.#others.size === 0 ? 'holds no Kubernetes object' : `is no recording: ${this.#useless()}`;
  }

  /** What the user should know of a recording that adds nothing. */
  note(): string | undefined {
    return this.#known ? undefined : this.#useless();
  }

  #useless(): string {
    return `nothing of what it holds can be replayed (${[...this.#others].slice(0, NAMED_MAX).join(', ')})`;
  }

  /** What a watch told. Of its place and its end it tells in bookmarks and errors. */
  #event(type: string, { kind }: Fields): void {
    if (typeof kind !== 'string') return;
    this.#watched = true;
    if (type === 'BOOKMARK' || type === 'ERROR' || KINDS.has(kind)) this.#known = true;
    else this.#others.add(kind);
  }

  #list(document: Fields): void {
    const items = listItems(document);
    if (items.length === 0 && LISTS.has(document['kind'])) this.#known = true;
    for (const { object } of items) this.#object(object);
    if (isList(document)) this.#others.add(String(document['kind']));
  }

  #object({ kind, metadata }: Fields): void {
    if (typeof kind !== 'string' || kind === '') return;
    const known = KINDS.has(kind);
    const living = isFields(metadata) && typeof metadata['uid'] === 'string' && metadata['uid'] !== '';
    if (known && living) this.#known = true;
    else if (known) this.#manifest ||= kind;
    else this.#others.add(kind);
  }
}
