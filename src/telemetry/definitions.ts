/** What happens to samples that are summed up under the name `other`: added, the greatest taken, or left out. */
export type Folding = 'sum' | 'greatest' | 'none';

export interface MetricDefinition {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'summary' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

export interface FindingMetric extends MetricDefinition {
  readonly folding: Folding;
}

export const PREFIX = 'confessor_';

const WORKLOAD = ['namespace', 'workload_kind', 'workload'] as const;
const CONTAINER = [...WORKLOAD, 'container'] as const;

/** What is known of workloads and their init containers; read from the engine at each scrape. Names without prefix. */
export const FINDING_METRICS = {
  side_effecting_init_containers: {
    type: 'gauge',
    labels: WORKLOAD,
    folding: 'sum',
    help: 'Init containers of the workload whose further runs can change something outside of their Pod.',
  },
  init_container_info: {
    type: 'gauge',
    labels: [...CONTAINER, 'category', 'grade', 'side_effecting', 'tool', 'origin'],
    folding: 'none',
    help: 'What the init container does. Always 1.',
  },
  init_container_potential_race: {
    type: 'gauge',
    labels: CONTAINER,
    folding: 'greatest',
    help: '1 if the workload can run this side effect in several Pods at once, else 0. Side-effecting init containers only.',
  },
  init_container_runs_total: {
    type: 'counter',
    labels: [...CONTAINER, 'outcome'],
    folding: 'sum',
    help: 'Ended runs by how they ended, over the life of the finding.',
  },
  init_container_reruns_total: {
    type: 'counter',
    labels: [...CONTAINER, 'cause'],
    folding: 'sum',
    help: 'Runs of work that had succeeded before, by cause, over the life of the finding.',
  },
  init_container_races_total: {
    type: 'counter',
    labels: [...CONTAINER, 'level'],
    folding: 'sum',
    help: 'Ended races by the highest level that is certain, over the life of the finding.',
  },
  init_container_last_race_timestamp_seconds: {
    type: 'gauge',
    labels: [...CONTAINER, 'level'],
    folding: 'greatest',
    help: 'When the last race of this level happened, in seconds since 1970.',
  },
  init_container_last_rerun_timestamp_seconds: {
    type: 'gauge',
    labels: CONTAINER,
    folding: 'greatest',
    help: 'When the last rerun began, in seconds since 1970.',
  },
  init_container_crash_looping_pods: {
    type: 'gauge',
    labels: CONTAINER,
    folding: 'sum',
    help: 'Pods in which the init container fails again and again.',
  },
  init_container_active_runs: {
    type: 'gauge',
    labels: CONTAINER,
    folding: 'sum',
    help: 'Runs that are active now.',
  },
  init_container_run_duration_seconds: {
    type: 'summary',
    labels: CONTAINER,
    folding: 'sum',
    help: 'Duration of ended runs.',
  },
  init_run_duration_seconds: {
    type: 'histogram',
    labels: ['category'],
    folding: 'none',
    help: 'Duration of ended runs of all init containers of a category.',
  },
  finding_condition: {
    type: 'gauge',
    labels: [...CONTAINER, 'condition'],
    folding: 'greatest',
    help: '1 for each condition that is True.',
  },
  finding_accepted: {
    type: 'gauge',
    labels: CONTAINER,
    folding: 'none',
    help: '1 if somebody accepted the finding: it raises no alert. Nothing can be accepted yet, so there is no such series.',
  },
} as const satisfies Record<string, Omit<FindingMetric, 'name'>>;

export type FindingMetricName = keyof typeof FINDING_METRICS;

/** What the operator says of itself. Names without prefix. */
export const OPERATOR_METRICS = {
  series: {
    type: 'gauge',
    labels: ['state'],
    help: 'Series of findings that are exported, and that are folded into the name other.',
  },
  leader: {
    type: 'gauge',
    labels: [],
    help: '1 if this operator evaluates and writes findings; 0 before that, and while it stands by.',
  },
  pods: { type: 'gauge', labels: [], help: 'Pods with init containers that are known now.' },
  nodes_skewed: { type: 'gauge', labels: [], help: 'Nodes whose clock is further off than may be believed.' },
  build_info: {
    type: 'gauge',
    labels: ['version', 'node'],
    help: 'Version of the operator and of Node.js. Always 1.',
  },
  lists_total: {
    type: 'counter',
    labels: ['kind', 'result'],
    help: 'Lists of a kind, by how they ended.',
  },
  list_duration_seconds: { type: 'gauge', labels: ['kind'], help: 'Duration of the last list of a kind.' },
  watches_total: {
    type: 'counter',
    labels: ['kind', 'result'],
    help: 'Watches of a kind, by how they ended.',
  },
  watch_events_total: { type: 'counter', labels: ['kind', 'type'], help: 'Events received by watches.' },
  watch_last_event_timestamp_seconds: {
    type: 'gauge',
    labels: ['kind'],
    help: 'When a watch last received anything, in seconds since 1970; 0 before that.',
  },
  relists_total: {
    type: 'counter',
    labels: ['kind'],
    help: 'Lists that became necessary because a watch could not be resumed.',
  },
  gaps_total: {
    type: 'counter',
    labels: ['kind'],
    help: 'Times that objects of a kind may have come and gone unseen.',
  },
  refused_objects_total: {
    type: 'counter',
    labels: ['kind'],
    help: 'Objects that could not be read and were left out.',
  },
  strange_parts_total: {
    type: 'counter',
    labels: ['kind'],
    help: 'Parts of objects that could not be understood and were left out.',
  },
  queue_depth: { type: 'gauge', labels: [], help: 'Workloads that wait for evaluation.' },
  queue_oldest_seconds: { type: 'gauge', labels: [], help: 'How long the oldest of them has waited.' },
  reconciles_total: {
    type: 'counter',
    labels: ['result'],
    help: 'Evaluations of a workload, by how they ended.',
  },
  reconcile_duration_seconds: {
    type: 'histogram',
    labels: [],
    help: 'Duration of one evaluation, writes included.',
  },
  writes_total: {
    type: 'counter',
    labels: ['operation', 'result'],
    help: 'Writes of findings to the API server, by how they ended.',
  },
} as const satisfies Record<string, Omit<MetricDefinition, 'name'>>;

/** All metrics with their full names, for the documentation. */
export function allMetrics(): readonly MetricDefinition[] {
  return Object.entries({ ...FINDING_METRICS, ...OPERATOR_METRICS }).map(
    ([name, { type, help, labels }]) => ({
      name: `${PREFIX}${name}`,
      type,
      help,
      labels,
    }),
  );
}
