import { databaseStandIns } from '../../facts/container.ts';
import { redact, redactWords } from '../../facts/redact.ts';
import { type Fields, isFields } from '../fields.ts';

/** Annotations that the engine reads; whatever else stands there may be anything. */
const KEPT_ANNOTATIONS =
  /^(?:confessor\.dev\/.*|kubectl\.kubernetes\.io\/restartedAt|deployment\.kubernetes\.io\/[a-z-]+|rollout\.argoproj\.io\/(?:revision|desired-replicas)|kubernetes\.io\/config\.mirror)$/;
/** Holds of each managed field what the clock bound needs (V8); the field lists are long and tell nothing. */
const KEPT_MANAGED = ['manager', 'operation', 'subresource', 'time', 'apiVersion'];

/** What tells objects and runs apart (R1): a long number that looks like a token, and is none. */
const IDENTITY: ReadonlySet<string> = new Set(['uid', 'containerID', 'imageID', 'bootID', 'resourceVersion']);

/** Makes a fingerprint that cannot be guessed back: keyed anew for each recording. */
export type Fingerprint = (text: string) => string;

/** On a pod template: stands for what was removed from it, so that two templates stay as different as they were. */
const REMOVED = 'confessor.dev/removed';

/**
 * A copy of a Kubernetes object without values of environment variables, annotations of others and texts shaped like
 * secrets. What it drops is told by a keyed fingerprint in each pod template; a value that names a database leaves one in its
 * place, since workloads that name the same may race.
 */
export class Scrubber {
  readonly #fingerprint: Fingerprint;
  #removed: string[] = [];
  /** Of the container that is at hand. */
  #stands: ReadonlyMap<string, string> = new Map();

  constructor(fingerprint: Fingerprint) {
    this.#fingerprint = fingerprint;
  }

  scrub(object: unknown): unknown {
    this.#removed = [];
    return this.#value(object, '');
  }

  #value(value: unknown, key: string): unknown {
    if (typeof value === 'string') return IDENTITY.has(key) ? value : redact(value);
    if (Array.isArray(value)) return this.#list(value, key);
    if (!isFields(value)) return value;
    if (key === 'template') return this.#template(value);
    return Array.isArray(value['env']) ? this.#container(value) : this.#fields(value);
  }

  #list(items: readonly unknown[], key: string): unknown {
    if (key === 'env') return items.map((item) => this.#variable(item));
    if (key === 'managedFields')
      return items.map((item) => this.#only(item, (name) => KEPT_MANAGED.includes(name)));
    if (items.every((item) => typeof item === 'string')) return redactWords(items);
    return items.map((item) => this.#value(item, ''));
  }

  #container(container: Fields): Fields {
    const before = this.#stands;
    this.#stands = databaseStandIns(container, this.#fingerprint);
    const clean = this.#fields(container);
    this.#stands = before;
    return clean;
  }

  #fields(fields: Fields): Fields {
    return Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        key === 'annotations'
          ? this.#only(value, (name) => KEPT_ANNOTATIONS.test(name))
          : this.#value(value, key),
      ]),
    );
  }

  #template(template: Fields): Fields {
    const before = this.#removed;
    this.#removed = [];
    const clean = this.#fields(template);
    const mark = this.#removed.length === 0 ? {} : { [REMOVED]: this.#fingerprint(this.#removed.join('\n')) };
    this.#removed = before;
    const metadata = isFields(clean['metadata']) ? clean['metadata'] : {};
    const annotations = isFields(metadata['annotations']) ? metadata['annotations'] : {};
    const all = { ...annotations, ...mark };
    return Object.keys(all).length === 0 ? clean : { ...clean, metadata: { ...metadata, annotations: all } };
  }

  #variable(variable: unknown): unknown {
    const clean = this.#only(variable, (name) => name !== 'value');
    if (!isFields(variable) || !isFields(clean)) return clean;
    const stand =
      variable['valueFrom'] === undefined ? this.#stands.get(String(variable['name'])) : undefined;
    return stand === undefined ? clean : { ...clean, value: stand };
  }

  #only(value: unknown, keep: (key: string) => boolean): unknown {
    if (!isFields(value)) return this.#value(value, '');
    const entries = Object.entries(value);
    const dropped = entries.filter(([key]) => !keep(key));
    if (dropped.length > 0) this.#removed.push(JSON.stringify([value['name'], dropped]));
    return Object.fromEntries(
      entries.filter(([key]) => keep(key)).map(([key, child]) => [key, this.#value(child, key)]),
    );
  }
}
