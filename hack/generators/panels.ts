/** One panel of the dashboard as data: the generator turns it into Grafana's JSON. */
export interface PanelRow {
  readonly title: string;
  readonly description: string;
  readonly shape: 'stat' | 'lines' | 'bars' | 'table';
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** Width in Grafana's 24 columns. */
  readonly width: number;
  readonly unit?: string;
}

export interface Section {
  readonly title: string;
  readonly panels: readonly PanelRow[];
}

const NAMESPACE = 'namespace=~"$namespace"';

/** Series without the operator's pod, so that a change of leader shows as one line. */
const steady = (name: string, more = '') =>
  `max without (instance, pod, endpoint) (confessor_${name}{${NAMESPACE}${more === '' ? '' : `,${more}`}})`;

const one = (expr: string, legend: string) => [{ expr, legend }];
const WHERE = '{{namespace}}/{{workload}} {{container}}';

/** What the dashboard shows. Counters are lifetime totals, so that a sum of them is already an answer. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'What init containers do',
    panels: [
      {
        title: 'Side-effecting init containers',
        description: 'Init containers whose further runs can change something outside of their Pod.',
        shape: 'stat',
        queries: one(`sum(${steady('side_effecting_init_containers')}) or vector(0)`, 'all'),
        width: 6,
      },
      {
        title: 'Init containers by grade',
        description: 'Whether an init container is the right place for the work.',
        shape: 'bars',
        queries: one(`count by (grade) (${steady('init_container_info')})`, '{{grade}}'),
        width: 6,
      },
      {
        title: 'Side-effecting init containers per workload',
        description: 'The workloads with the most of them.',
        shape: 'table',
        queries: one(
          `topk(20, sum by (namespace, workload_kind, workload) (${steady('side_effecting_init_containers')}) > 0)`,
          '{{namespace}}/{{workload}}',
        ),
        width: 12,
      },
    ],
  },
  {
    title: 'What is wrong',
    panels: [
      {
        title: 'Findings by condition',
        description: 'Init containers with each condition, those accepted included.',
        shape: 'lines',
        queries: one(`count by (condition) (${steady('finding_condition')})`, '{{condition}}'),
        width: 12,
      },
      {
        title: 'Pods that crash-loop in an init container',
        description: 'Pods whose init container fails again and again, by container.',
        shape: 'lines',
        queries: one(
          `sum by (namespace, workload, container) (${steady('init_container_crash_looping_pods')})`,
          WHERE,
        ),
        width: 12,
      },
      {
        title: 'Races',
        description: 'Ended races over the life of the findings, by the highest level that is certain.',
        shape: 'bars',
        queries: one(`sum by (level) (${steady('init_container_races_total')})`, '{{level}}'),
        width: 6,
      },
      {
        title: 'Last race',
        description: 'When each init container last raced itself.',
        shape: 'table',
        queries: one(
          `max by (namespace, workload, container, level) (${steady('init_container_last_race_timestamp_seconds')}) * 1000`,
          `${WHERE} {{level}}`,
        ),
        unit: 'dateTimeFromNow',
        width: 9,
      },
      {
        title: 'Could race',
        description: 'Init containers whose workload can run the side effect in several Pods at once.',
        shape: 'table',
        queries: one(`${steady('init_container_potential_race')} == 1`, WHERE),
        width: 9,
      },
    ],
  },
  {
    title: 'What ran again',
    panels: [
      {
        title: 'Reruns by cause',
        description: 'Runs of work that had succeeded before, over the life of the findings.',
        shape: 'lines',
        queries: one(`sum by (cause) (${steady('init_container_reruns_total')})`, '{{cause}}'),
        width: 12,
      },
      {
        title: 'Runs by outcome',
        description: 'Ended runs over the life of the findings.',
        shape: 'lines',
        queries: one(`sum by (outcome) (${steady('init_container_runs_total')})`, '{{outcome}}'),
        width: 12,
      },
      {
        title: 'Mean duration of a run',
        description: 'Mean over all ended runs of an init container, the longest ones.',
        shape: 'lines',
        queries: one(
          `topk(10, ${steady('init_container_run_duration_seconds_sum')} / (${steady('init_container_run_duration_seconds_count')} > 0))`,
          WHERE,
        ),
        unit: 's',
        width: 12,
      },
      {
        title: 'Duration of runs, 9 of 10 are shorter',
        description: 'By category, over all runs that this operator has seen.',
        shape: 'lines',
        queries: one(
          'histogram_quantile(0.9, sum by (category, le) (max without (instance, pod, endpoint) (confessor_init_run_duration_seconds_bucket)))',
          '{{category}}',
        ),
        unit: 's',
        width: 12,
      },
    ],
  },
  {
    title: 'The operator',
    panels: [
      {
        title: 'Queue',
        description: 'Workloads that wait for evaluation, and how long the oldest has waited.',
        shape: 'lines',
        queries: [
          { expr: 'max(confessor_queue_depth)', legend: 'workloads' },
          { expr: 'max(confessor_queue_oldest_seconds)', legend: 'seconds waited' },
        ],
        width: 8,
      },
      {
        title: 'Writes to the API server',
        description: 'Writes of findings in the last five minutes, by how they ended.',
        shape: 'lines',
        queries: one(
          'sum by (operation, result) (rate(confessor_writes_total[5m]))',
          '{{operation}} {{result}}',
        ),
        unit: 'reqps',
        width: 8,
      },
      {
        title: 'Events received',
        description: 'Events of watches in the last five minutes, by kind.',
        shape: 'lines',
        queries: one('sum by (kind) (rate(confessor_watch_events_total[5m]))', '{{kind}}'),
        unit: 'cps',
        width: 8,
      },
      {
        title: 'Reconciles',
        description: 'Evaluations in the last five minutes, by how they ended.',
        shape: 'lines',
        queries: one('sum by (result) (rate(confessor_reconciles_total[5m]))', '{{result}}'),
        unit: 'ops',
        width: 8,
      },
      {
        title: 'Series of findings',
        description: 'Series on the page, and series that are summed up under the name other.',
        shape: 'lines',
        queries: one('max by (state) (confessor_series)', '{{state}}'),
        width: 8,
      },
      {
        title: 'Memory',
        description: 'Resident memory of the operator.',
        shape: 'lines',
        queries: one('max(process_resident_memory_bytes and on (instance) confessor_build_info)', 'resident'),
        unit: 'bytes',
        width: 8,
      },
    ],
  },
];
