import type {
  ClockReading,
  ContainerStatusFact,
  InitFact,
  PodFact,
  TerminatedFact,
} from '../core/model/facts.ts';
import type { Millis } from '../core/model/refs.ts';
import { initSpecs } from './container.ts';
import { acceptOf, metaOf, RESTARTED_AT, writtenAt } from './meta.ts';
import type { Reader, Strange } from './read.ts';
import { sharedProject } from './sharedSpecs.ts';
import { conditionOf, statusesByName } from './status.ts';
import { templateHashOf } from './templateHash.ts';

const HOSTNAME_MAX = 63;
export const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'] as const;

export function podFact(object: Reader, strange: Strange): PodFact {
  const metadata = object.at('metadata');
  const annotations = metadata.at('annotations');
  const spec = object.at('spec');
  const status = object.at('status');
  const init = initOf(spec, status, strange);
  const main = mainOf(spec, status);
  const conditions = conditionsOf(status);
  return {
    kind: 'Pod',
    ...metaOf(object),
    generateName: metadata.str('generateName'),
    writtenAt: writtenAt(metadata),
    deletedAt: deletedAt(metadata),
    revision: revisionOf(metadata.at('labels')),
    restartedAt: annotations.str(RESTARTED_AT, 63),
    accept: acceptOf(metadata),
    mirror: annotations.has('kubernetes.io/config.mirror'),
    node: spec.str('nodeName'),
    host: hostOf(spec, metadata.str('name')),
    restartPolicy: spec.oneOf('restartPolicy', RESTART_POLICIES, 'Always'),
    phase: status.str('phase', 63),
    reason: status.str('reason', 128),
    conditions,
    init,
    main,
    clock: clockReading(metadata, conditions, [...init.flatMap((one) => one.status ?? []), ...main]),
  };
}

/** The kubelet cuts the name of a pod where it is too long for a host name. */
function hostOf(spec: Reader, name: string): string {
  const own = spec.str('hostnameOverride') || spec.str('hostname');
  if (own !== '') return own;
  if (spec.flag('hostNetwork')) return '';
  return name.length <= HOSTNAME_MAX ? name : name.slice(0, HOSTNAME_MAX).replace(/[-.]+$/, '');
}

/** deletionTimestamp is when the pod will be gone at the latest: the time it was asked to go lies the grace period before. */
function deletedAt(metadata: Reader): Millis | undefined {
  const by = metadata.time('deletionTimestamp');
  return by === undefined ? undefined : by - metadata.count('deletionGracePeriodSeconds') * 1000;
}

function revisionOf(labels: Reader): string {
  return templateHashOf(labels) || labels.str('controller-revision-hash', 63);
}

/** Spec and status meet by name: their order differs, and a status may name what the spec does not (S65). */
function initOf(spec: Reader, status: Reader, strange: Strange): readonly InitFact[] {
  const statuses = statusesByName(status, 'initContainerStatuses');
  const specs = initSpecs(spec, strange, [], sharedProject);
  return specs.map((one) => ({ spec: one, status: statuses.get(one.name) }));
}

function mainOf(spec: Reader, status: Reader): readonly ContainerStatusFact[] {
  const statuses = statusesByName(status, 'containerStatuses');
  return spec.list('containers').flatMap((container) => statuses.get(container.str('name', 63)) ?? []);
}

function conditionsOf(status: Reader): PodFact['conditions'] {
  return {
    initialized: conditionOf(status, 'Initialized'),
    sandboxReady: conditionOf(status, 'PodReadyToStartContainers'),
    allContainersRestarting: conditionOf(status, 'AllContainersRestarting'),
    disruptionTarget: conditionOf(status, 'DisruptionTarget'),
  };
}

/**
 * V8: only times that the kubelet or its runtime wrote may be compared with the kubelet's own write. The other conditions
 * (Ready above all) are also written by controllers, with the server's clock.
 */
function clockReading(
  metadata: Reader,
  conditions: PodFact['conditions'],
  statuses: readonly ContainerStatusFact[],
): ClockReading | undefined {
  const nodeTimes = [
    conditions.sandboxReady?.at,
    conditions.initialized?.at,
    ...statuses.flatMap((status) => [...stateTimes(status.state), ...terminatedTimes(status.last)]),
  ];
  const newest = latest(nodeTimes);
  const at = latest(
    metadata
      .list('managedFields')
      .filter((entry) => entry.raw('manager') === 'kubelet' && entry.raw('subresource') === 'status')
      .map((entry) => entry.time('time')),
  );
  return newest === undefined || at === undefined ? undefined : { ahead: newest - at, at };
}

function stateTimes(state: ContainerStatusFact['state']): readonly (Millis | undefined)[] {
  if (state.kind === 'running') return [state.startedAt];
  return state.kind === 'terminated' ? terminatedTimes(state) : [];
}

function terminatedTimes(block: TerminatedFact | undefined): readonly (Millis | undefined)[] {
  return [block?.startedAt, block?.finishedAt];
}

function latest(times: readonly (Millis | undefined)[]): Millis | undefined {
  const known = times.filter((time) => time !== undefined && time > 0);
  return known.reduce<Millis | undefined>((a, b) => (a === undefined || (b ?? 0) > a ? b : a), undefined);
}
