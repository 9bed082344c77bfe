import {
  CATEGORIES,
  CAUSES,
  CONDITIONS,
  kebab,
  OUTCOMES,
  RACE_LEVELS,
  SEVERITIES,
} from '../../src/core/model/names.ts';
import { DURATION_BUCKETS } from '../../src/core/model/snapshot.ts';
import {
  allMetrics,
  FINDING_METRICS,
  type MetricDefinition,
  PREFIX,
} from '../../src/telemetry/definitions.ts';
import { type Generated, markdownFile, table } from './generated.ts';

const WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['category', CATEGORIES],
  ['grade', SEVERITIES],
  ['outcome', OUTCOMES.filter((outcome) => outcome !== 'Running')],
  ['cause', CAUSES],
  ['level', RACE_LEVELS],
  ['condition', CONDITIONS],
];

export function metricsPage(): readonly Generated[] {
  const isOfFindings = ({ name }: MetricDefinition) => name.slice(PREFIX.length) in FINDING_METRICS;
  const metrics = allMetrics();
  return [
    markdownFile('docs/metrics.md', [
      '# Metrics',
      '',
      'All are served on `/metrics`. None names a Pod. Counters of findings hold the total over the life of the finding, the',
      'same number as in the object, which may follow some minutes later; so they survive a restart of the operator. Take',
      '`max without (instance, pod, endpoint)`',
      'first, so that a change of the operator pod is no reset; and ask the timestamps, not `increase()`, whether something',
      'happened at all, since the first sample of a series can already be the event. Scrape with `honor_labels: true`: the',
      'labels `namespace` and `container` speak of the workload, not of the operator.',
      '',
      '## Findings',
      '',
      ...metricTable(metrics.filter(isOfFindings)),
      '',
      'A quiet and legitimate init container has `init_container_info` only. Transient pods (CI, workflows) are summed up by',
      'namespace and kind of their owner, with an empty `workload`. What exceeds `series.max` or `series.perNamespace` is',
      'summed up under the name `other`; `confessor_series` tells how much.',
      `Buckets of the histogram, in seconds: ${DURATION_BUCKETS.join(', ')}.`,
      '',
      '## Values of labels',
      '',
      'What each means: [words.md](words.md).',
      '',
      ...table(
        ['Label', 'Values'],
        WORDS.map(([label, words]) => [`\`${label}\``, words.map((word) => `\`${kebab(word)}\``).join(', ')]),
      ),
      '',
      '## The operator itself',
      '',
      'Beside these, `process_*` and `nodejs_*` tell about the process.',
      '',
      ...metricTable(metrics.filter((metric) => !isOfFindings(metric))),
    ]),
  ];
}

function metricTable(metrics: readonly MetricDefinition[]): readonly string[] {
  return table(
    ['Name', 'Type', 'Labels', 'Meaning'],
    metrics.map(({ name, type, labels, help }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]),
  );
}
