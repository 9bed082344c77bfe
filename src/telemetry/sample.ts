import { FINDING_METRICS, type FindingMetricName, PREFIX } from './definitions.ts';

export type Labels = Readonly<Record<string, string>>;

/** One value of one series. `suffix` is that of a summary or histogram: `_sum`, `_count`, `_bucket`. */
export interface Sample {
  readonly metric: FindingMetricName;
  readonly suffix: string;
  readonly labels: Labels;
  readonly value: number;
}

/** What is admitted or folded as a whole: the samples of one init container, or of the transient pods of one owner kind. */
export interface Row {
  readonly key: string;
  readonly namespace: string;
  /** Side-effecting or with an open condition: half of all series is kept free for these. */
  readonly urgent: boolean;
  readonly samples: readonly Sample[];
}

export function sample(metric: FindingMetricName, labels: Labels, value: number, suffix = ''): Sample {
  return { metric, suffix, labels, value };
}

/** The series of a sample as the exposition text names it. */
export function seriesOf({ metric, suffix, labels }: Sample): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `${PREFIX}${metric}${suffix}{${pairs.join(',')}}`;
}

/** Two values of one series as one. */
export function merged(metric: FindingMetricName, a: number, b: number): number {
  return FINDING_METRICS[metric].folding === 'sum' ? a + b : Math.max(a, b);
}

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`));
}
