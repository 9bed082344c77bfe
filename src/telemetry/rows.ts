import { kebab, OUTCOMES, RACE_LEVELS } from '../core/model/names.ts';
import type { ContainerSnapshot, Snapshot, TransientSnapshot } from '../core/model/snapshot.ts';
import { type Labels, type Row, type Sample, sample } from './sample.ts';

/** A counter never falls, and the number of running ones does: they have a gauge of their own. */
const ENDED = OUTCOMES.filter((outcome) => outcome !== 'Running');

/** The rows of a snapshot, in its order. */
export function* rowsOf(snapshot: Snapshot): Generator<Row> {
  for (const container of snapshot.containers) yield containerRow(container);
  for (const transient of snapshot.transient) yield transientRow(transient);
}

function containerRow(container: ContainerSnapshot): Row {
  const { workload, quiet, sideEffecting, conditions } = container;
  return {
    key: `${workload.uid}/${container.container}`,
    namespace: workload.namespace,
    urgent: sideEffecting || conditions.length > 0,
    samples: quiet ? [info(container)] : [info(container), ...details(container)],
  };
}

function info(container: ContainerSnapshot): Sample {
  const { category, severity, sideEffecting, tool, origin } = container;
  return sample(
    'init_container_info',
    {
      ...containerLabels(container),
      category: kebab(category),
      // Alerts own the label severity.
      grade: kebab(severity),
      side_effecting: String(sideEffecting),
      tool,
      origin: kebab(origin),
    },
    1,
  );
}

function details(container: ContainerSnapshot): readonly Sample[] {
  const labels = containerLabels(container);
  const { sideEffecting, potentialRace, crashLoopingPods, activeRuns, duration, conditions, accepted } =
    container;
  return [
    sample('side_effecting_init_containers', workloadLabels(container), Number(sideEffecting)),
    ...(sideEffecting ? [sample('init_container_potential_race', labels, Number(potentialRace))] : []),
    ...history(container, labels),
    sample('init_container_crash_looping_pods', labels, crashLoopingPods),
    sample('init_container_active_runs', labels, activeRuns),
    sample('init_container_run_duration_seconds', labels, duration.sumSeconds, '_sum'),
    sample('init_container_run_duration_seconds', labels, duration.count, '_count'),
    ...conditions.map((condition) =>
      sample('finding_condition', { ...labels, condition: kebab(condition) }, 1),
    ),
    ...(accepted ? [sample('finding_accepted', labels, 1)] : []),
  ];
}

function history(container: ContainerSnapshot, labels: Labels): readonly Sample[] {
  const { sideEffecting, races, lastRaceAt, lastRerunAt, runs, reruns } = container;
  const raced = RACE_LEVELS.filter((level) => sideEffecting || races[level] > 0);
  return [
    ...ENDED.map((outcome) =>
      sample('init_container_runs_total', { ...labels, outcome: kebab(outcome) }, runs[outcome]),
    ),
    ...[...reruns].map(([cause, count]) =>
      sample('init_container_reruns_total', { ...labels, cause: kebab(cause) }, count),
    ),
    ...raced.map((level) => sample('init_container_races_total', { ...labels, level }, races[level])),
    ...RACE_LEVELS.flatMap((level) => {
      const at = lastRaceAt[level];
      return at === undefined
        ? []
        : [sample('init_container_last_race_timestamp_seconds', { ...labels, level }, at / 1000)];
    }),
    ...(lastRerunAt === undefined
      ? []
      : [sample('init_container_last_rerun_timestamp_seconds', labels, lastRerunAt / 1000)]),
  ];
}

/** Transient pods have no workload to name; the label stays, empty, so that sums by workload still add up. */
function transientRow({ namespace, workloadKind, sideEffecting, runs }: TransientSnapshot): Row {
  const labels = { namespace, workload_kind: workloadKind, workload: '' };
  return {
    key: `${namespace}/${workloadKind}`,
    namespace,
    urgent: sideEffecting > 0,
    samples: [
      sample('side_effecting_init_containers', labels, sideEffecting),
      ...ENDED.map((outcome) =>
        sample(
          'init_container_runs_total',
          { ...labels, container: '', outcome: kebab(outcome) },
          runs[outcome],
        ),
      ),
    ],
  };
}

function workloadLabels({ workload }: ContainerSnapshot): Labels {
  return { namespace: workload.namespace, workload_kind: workload.kind, workload: workload.name };
}

function containerLabels(container: ContainerSnapshot): Labels {
  return { ...workloadLabels(container), container: container.container };
}
