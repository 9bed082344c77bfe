import type { Row } from './sample.ts';

export interface SeriesLimits {
  /** Most series in all, and of one namespace. */
  readonly max: number;
  readonly perNamespace: number;
}

/** Series of its own, or none for want of room in its namespace or in all. */
export type Place = 'own' | 'namespace-full' | 'full';

interface Usage {
  all: number;
  ordinary: number;
}

/**
 * Decides which rows have series of their own. Who is admitted stays so as long as it exists: a series that came and went
 * with the load of others would be worthless. Half of the room is for urgent rows.
 */
export class Admission {
  readonly #limits: SeriesLimits;
  #admitted: ReadonlySet<string> = new Set();

  constructor(limits: SeriesLimits) {
    this.#limits = limits;
  }

  /** The place of each row, by its key. */
  admit(rows: readonly Row[]): ReadonlyMap<string, Place> {
    const { max, perNamespace } = this.#limits;
    const total: Usage = { all: 0, ordinary: 0 };
    const namespaces = new Map<string, Usage>();
    const places = new Map<string, Place>();
    for (const row of this.#inOrder(rows)) {
      const usage = namespaces.get(row.namespace) ?? { all: 0, ordinary: 0 };
      namespaces.set(row.namespace, usage);
      const place = this.#admitted.has(row.key)
        ? 'own'
        : placeOf(fits(row, usage, perNamespace), fits(row, total, max));
      places.set(row.key, place);
      if (place === 'own') for (const counted of [total, usage]) count(row, counted);
    }
    this.#admitted = new Set([...places].flatMap(([key, place]) => (place === 'own' ? [key] : [])));
    return places;
  }

  /** Those admitted before come first, then the urgent ones. */
  #inOrder(rows: readonly Row[]): readonly Row[] {
    const before = rows.filter(({ key }) => this.#admitted.has(key));
    const others = rows.filter(({ key }) => !this.#admitted.has(key));
    return [...before, ...others.filter(({ urgent }) => urgent), ...others.filter(({ urgent }) => !urgent)];
  }
}

function placeOf(inNamespace: boolean, inAll: boolean): Place {
  if (!inNamespace) return 'namespace-full';
  return inAll ? 'own' : 'full';
}

function fits(row: Row, usage: Usage, limit: number): boolean {
  const cost = row.samples.length;
  return usage.all + cost <= limit && (row.urgent || usage.ordinary + cost <= limit / 2);
}

function count(row: Row, usage: Usage): void {
  usage.all += row.samples.length;
  if (!row.urgent) usage.ordinary += row.samples.length;
}
