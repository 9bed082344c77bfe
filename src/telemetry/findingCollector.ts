import { kebab } from '../core/model/names.ts';
import { DURATION_BUCKETS, type DurationHistogram, type Snapshot } from '../core/model/snapshot.ts';
import { Admission, type SeriesLimits } from './admission.ts';
import { Folding } from './folding.ts';
import { Page } from './page.ts';
import { rowsOf } from './rows.ts';
import { type Sample, sample } from './sample.ts';

/** What one scrape says of the findings, and how much of it had to be folded. */
export interface FindingPage {
  /** Exposition text; every line ends with a line feed. */
  readonly text: string;
  /** Series on the page, and series that are summed up in others. */
  readonly exported: number;
  readonly folded: number;
}

/**
 * Renders a snapshot as exposition text. Everything comes from the snapshot at each scrape, so no series outlives what it
 * speaks of. The text is rendered here: prom-client takes ten times as long and cannot set totals.
 */
export class FindingCollector {
  readonly #admission: Admission;
  readonly #folding = new Folding();

  constructor(limits: SeriesLimits) {
    this.#admission = new Admission(limits);
  }

  collect(snapshot: Snapshot): FindingPage {
    const rows = [...rowsOf(snapshot)];
    const places = this.#admission.admit(rows);
    const without = rows.filter(({ key }) => places.get(key) !== 'own');
    const page = new Page();
    for (const row of rows) if (places.get(row.key) === 'own') row.samples.forEach((own) => page.add(own));
    for (const other of this.#folding.fold(without, places)) page.add(other);
    for (const histogram of snapshot.durations)
      histogramSamples(histogram).forEach((bucket) => page.add(bucket));
    const text = [...page.lines()].map((line) => `${line}\n`).join('');
    return {
      text,
      exported: page.size,
      folded: without.reduce((sum, { samples }) => sum + samples.length, 0),
    };
  }
}

function histogramSamples({ category, buckets, sumSeconds, count }: DurationHistogram): readonly Sample[] {
  const labels = { category: kebab(category) };
  const metric = 'init_run_duration_seconds';
  return [
    ...DURATION_BUCKETS.map((bound, index) =>
      sample(metric, { ...labels, le: String(bound) }, buckets[index] ?? 0, '_bucket'),
    ),
    sample(metric, { ...labels, le: '+Inf' }, count, '_bucket'),
    sample(metric, labels, sumSeconds, '_sum'),
    sample(metric, labels, count, '_count'),
  ];
}
