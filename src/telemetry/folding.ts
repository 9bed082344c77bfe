import type { Place } from './admission.ts';
import { FINDING_METRICS } from './definitions.ts';
import { merged, type Row, type Sample, seriesOf } from './sample.ts';

/** The name under which everything without series of its own is summed up. */
const OTHER = 'other';

/** Sums up the rows that have no series of their own, under the name `other`. */
export class Folding {
  /** Counters as last shown, by series. */
  #shown: ReadonlyMap<string, number> = new Map();

  fold(rows: readonly Row[], places: ReadonlyMap<string, Place>): readonly Sample[] {
    const sums = new Map<string, Sample>();
    for (const own of rows.flatMap((row) => folded(row, places.get(row.key)))) {
      const series = seriesOf(own);
      const before = sums.get(series);
      sums.set(
        series,
        before === undefined ? own : { ...own, value: merged(own.metric, before.value, own.value) },
      );
    }
    const kept = [...sums].map(([series, one]) => [series, this.#neverFalling(series, one)] as const);
    this.#shown = new Map(kept.map(([series, one]) => [series, one.value]));
    return kept.map(([, one]) => one);
  }

  /** A sum falls when a workload goes, and a falling counter would look like a reset: it stands still instead. */
  #neverFalling(series: string, one: Sample): Sample {
    if (FINDING_METRICS[one.metric].type === 'gauge') return one;
    return { ...one, value: Math.max(one.value, this.#shown.get(series) ?? 0) };
  }
}

function folded(row: Row, place: Place | undefined): readonly Sample[] {
  // When all is full, namespaces are summed up too: there may be very many of them.
  const namespace = place === 'full' ? OTHER : row.namespace;
  const accepted = row.samples.some(({ metric }) => metric === 'finding_accepted');
  return (
    row.samples
      .filter(({ metric }) => FINDING_METRICS[metric].folding !== 'none')
      // Under the name of others nobody could tell that a condition was accepted, and it would raise an alert.
      .filter(({ metric }) => !(accepted && metric === 'finding_condition'))
      .map((one) => ({ ...one, labels: others(one, namespace) }))
  );
}

function others({ labels }: Sample, namespace: string): Sample['labels'] {
  const container = labels['container'] === undefined ? {} : { container: OTHER };
  return { ...labels, namespace, workload_kind: OTHER, workload: OTHER, ...container };
}
