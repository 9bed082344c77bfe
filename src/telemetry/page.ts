import { FINDING_METRICS, type FindingMetricName, PREFIX } from './definitions.ts';
import { merged, type Sample, seriesOf } from './sample.ts';

/**
 * Series by their names, each once: two samples of one series (a workload that was made anew, kinds of the same name in two
 * API groups, rows folded into `other`) become one value.
 */
export class Page {
  readonly #families = new Map<FindingMetricName, Map<string, number>>();

  add(sample: Sample): void {
    const family = this.#families.get(sample.metric) ?? new Map<string, number>();
    this.#families.set(sample.metric, family);
    const series = seriesOf(sample);
    const before = family.get(series);
    family.set(series, before === undefined ? sample.value : merged(sample.metric, before, sample.value));
  }

  get size(): number {
    return [...this.#families.values()].reduce((sum, family) => sum + family.size, 0);
  }

  /** The exposition text: families in the order of their definition, without those that have no series. */
  *lines(): Generator<string> {
    for (const [name, { type, help }] of Object.entries(FINDING_METRICS)) {
      const family = this.#families.get(name as FindingMetricName);
      if (family === undefined) continue;
      yield `# HELP ${PREFIX}${name} ${help}`;
      yield `# TYPE ${PREFIX}${name} ${type}`;
      for (const [series, value] of family) yield `${series} ${value}`;
    }
  }
}
