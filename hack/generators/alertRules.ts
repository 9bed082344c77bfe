import { type ConditionType, kebab } from '../../src/core/model/names.ts';
import { PREFIX } from '../../src/telemetry/definitions.ts';
import { type Generated, yamlFile } from './generated.ts';

/** A series without what names the operator's pod: a change of leader is no change of the series. */
const steady = (series: string) => `max without (instance, pod, endpoint) (${PREFIX}${series})`;
const OF_CONTAINER = 'on (namespace, workload_kind, workload, container)';
const WHERE = '{{ $labels.workload_kind }} {{ $labels.namespace }}/{{ $labels.workload }}';

export interface Alert {
  readonly condition: ConditionType;
  /** What must hold beside the condition. */
  readonly also?: string;
  /** The same in words, for the runbook. */
  readonly only?: string;
  readonly for?: string;
  /** Whoever accepted the finding is told all the same. */
  readonly despiteAcceptance?: true;
  readonly severity: 'info' | 'warning';
  readonly summary: string;
  readonly description: string;
}

export const ALERTS: readonly Alert[] = [
  {
    condition: 'HalfApplied',
    despiteAcceptance: true,
    severity: 'warning',
    summary: `A migration of ${WHERE} was left in the middle`,
    description:
      'A run of init container {{ $labels.container }} has said so. Its words: kubectl describe initfindings -n {{ $labels.namespace }} -l confessor.dev/workload={{ $labels.workload }}',
  },
  {
    condition: 'StuckLock',
    despiteAcceptance: true,
    severity: 'warning',
    summary: `Init container {{ $labels.container }} of ${WHERE} waits for a lock that nobody seems to hold`,
    description:
      'A run found the lock of its migration taken. By whom: kubectl describe initfindings -n {{ $labels.namespace }} -l confessor.dev/workload={{ $labels.workload }}',
  },
  {
    condition: 'Racing',
    // The time of the last race, not an increase: the race may have been over before the first scrape.
    also: `time() - max without (instance, pod, endpoint, level) (${PREFIX}init_container_last_race_timestamp_seconds{level=~"observed|failed"}) < 86400`,
    only: 'The alert comes for races of level `observed` or `failed` within the last day.',
    severity: 'warning',
    summary: `Init container {{ $labels.container }} of ${WHERE} raced itself`,
    description:
      'Several runs of the same side effect overlapped within the last day. Which pods, and for how long: kubectl describe initfindings -n {{ $labels.namespace }} -l confessor.dev/workload={{ $labels.workload }}',
  },
  {
    condition: 'CrashLooping',
    for: '2m',
    severity: 'warning',
    summary: `Init container {{ $labels.container }} of ${WHERE} fails again and again`,
    description:
      'Its pods cannot start. The last exit codes: kubectl describe initfindings -n {{ $labels.namespace }} -l confessor.dev/workload={{ $labels.workload }}',
  },
  {
    condition: 'Stuck',
    severity: 'warning',
    summary: `Init container {{ $labels.container }} of ${WHERE} does not come to an end`,
    description:
      'A run goes on for longer than the setting stuck allows, and its pod does not start. Which pod: kubectl describe initfindings -n {{ $labels.namespace }} -l confessor.dev/workload={{ $labels.workload }}',
  },
  {
    condition: 'Slow',
    for: '5m',
    severity: 'info',
    summary: `Init container {{ $labels.container }} of ${WHERE} takes much longer than usual`,
    description:
      'How long such runs usually take: kubectl describe initfindings -n {{ $labels.namespace }} -l confessor.dev/workload={{ $labels.workload }}',
  },
  {
    condition: 'Repeating',
    severity: 'info',
    summary: `Init container {{ $labels.container }} of ${WHERE} repeats its work`,
    description:
      'Work that had succeeded ran again. Why, run by run: kubectl describe initfindings -n {{ $labels.namespace }} -l confessor.dev/workload={{ $labels.workload }}',
  },
];

export const alertName = (condition: ConditionType): string => `ConfessorInit${condition}`;

export function alertFiles(): readonly Generated[] {
  const groups = [{ name: 'confessor', rules: ALERTS.map(rule) }];
  return [
    yamlFile('config/alerts/rules.yaml', { groups }),
    yamlFile('config/alerts/prometheusrule.yaml', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name: 'confessor',
        namespace: 'confessor-system',
        labels: { 'app.kubernetes.io/name': 'confessor' },
      },
      spec: { groups },
    }),
  ];
}

function rule({
  condition,
  also,
  for: lasting,
  despiteAcceptance,
  severity,
  summary,
  description,
}: Alert): object {
  return {
    alert: alertName(condition),
    expr: [
      `${steady(`finding_condition{condition="${kebab(condition)}"}`)} == 1`,
      ...(also === undefined ? [] : [`and ${OF_CONTAINER}`, `(${also})`]),
      ...(despiteAcceptance ? [] : [`unless ${OF_CONTAINER}`, steady('finding_accepted')]),
    ].join('\n'),
    ...(lasting === undefined ? {} : { for: lasting }),
    labels: { severity },
    annotations: { summary, description, docs: `docs/alerts.md#${alertName(condition).toLowerCase()}` },
  };
}
