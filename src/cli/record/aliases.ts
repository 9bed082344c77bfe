import { isDatabaseSource } from '../../facts/database.ts';
import { isFields } from '../fields.ts';

/** Labels that the engine reads. Others tell who somebody is. */
const KEPT_LABELS =
  /^(?:(?:rollouts-)?pod-template-hash|controller-revision-hash|batch\.kubernetes\.io\/job-completion-index)$/;
/** Keys whose value is the name of an object or a host, wherever they stand. */
const NAME_KEYS = new Set([
  'namespace',
  'nodeName',
  'secretName',
  'claimName',
  'serviceAccountName',
  'serviceAccount',
  'hostname',
  'subdomain',
  'generateName',
]);
/** Objects whose `name` is the name of an object; any other `name` is a container's, a variable's, a port's. */
const NAMED = new Set([
  'metadata',
  'configMap',
  'secretRef',
  'configMapRef',
  'secretKeyRef',
  'configMapKeyRef',
  'nodeRef',
]);
const NAMED_LISTS = new Set(['ownerReferences', 'imagePullSecrets']);
/** Texts in which the runtime and the kubelet write names. */
const TEXTS = new Set(['message', 'reason']);
const IMAGES = new Set(['image', 'imageID']);
const REGISTRY = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?|localhost(?::\d{1,5})?|[a-z0-9-]+:\d{1,5})\//i;
const WORD = /[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/g;

/**
 * Replaces names of objects, each by the same word throughout a recording. A static pod's name keeps ending with its node's,
 * since that is how its node is found.
 */
export class Aliases {
  readonly #fingerprint: (text: string) => string;
  readonly #known = new Map<string, string>();

  constructor(fingerprint: (text: string) => string) {
    this.#fingerprint = fingerprint;
  }

  apply(object: unknown): unknown {
    const node = isFields(object) && isFields(object['spec']) ? object['spec']['nodeName'] : undefined;
    return this.#value(object, '', false, typeof node === 'string' ? node : '');
  }

  #value(value: unknown, key: string, named: boolean, node: string): unknown {
    if (typeof value === 'string') return this.#text(value, key, named, node);
    if (Array.isArray(value)) return value.map((item) => this.#value(item, '', NAMED_LISTS.has(key), node));
    if (!isFields(value)) return value;
    const inNamed = named || NAMED.has(key);
    const entries = Object.entries(value).filter(([name]) => key !== 'labels' || KEPT_LABELS.test(name));
    return Object.fromEntries(
      entries.map(([name, child]) => [name, this.#value(child, name, inNamed && name === 'name', node)]),
    );
  }

  #text(text: string, key: string, named: boolean, node: string): string {
    if (NAME_KEYS.has(key) || (key === 'name' && named)) return this.#name(text, node);
    if (IMAGES.has(key)) return text.replace(REGISTRY, 'registry.example/');
    return TEXTS.has(key) ? text.replace(WORD, (word) => this.#known.get(word) ?? word) : text;
  }

  #name(name: string, node: string): string {
    if (name === '') return '';
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const suffix =
      node !== '' && name !== node && name.endsWith(`-${node}`) ? `-${this.#name(node, '')}` : '';
    // generateName keeps its dash: what it made begins with it.
    // That it is a database is how a workload is known to use one.
    const kind = isDatabaseSource(name.replace(/-$/, '')) ? '-db' : '';
    const alias = `n${this.#fingerprint(name)}${kind}${suffix}${name.endsWith('-') ? '-' : ''}`;
    this.#known.set(name, alias);
    return alias;
  }
}
