import { concurrencyOf, potentialRace } from '../detect/potential.ts';
import { detectFromPods } from '../conditions/detectAll.ts';
import type { ContainerSpec } from '../model/facts.ts';
import type { Millis } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { ContainerTrack } from '../track/containerTrack.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';
import type { Workloads } from '../memory/workloads.ts';

interface Surroundings {
  readonly thresholds: Thresholds;
  readonly workloads: Workloads;
}

/** Brings everything that follows from the newest facts of a workload up to date. */
export function refresh(track: WorkloadTrack, at: Millis, { thresholds, workloads }: Surroundings): void {
  const present = new Map(track.present().map((spec) => [spec.name, spec] as const));
  for (const spec of present.values()) workloads.containerOf(track, spec);
  const concurrency = concurrencyOf(track);
  for (const container of track.containers.values()) {
    const spec = present.get(container.name);
    if (spec === undefined) resolve(track, container, at);
    else update(track, container, spec, workloads);
    container.potentialRace = spec !== undefined && potentialRace(container.verdict, concurrency);
    detectFromPods(track, container, thresholds, at);
  }
}

function update(
  track: WorkloadTrack,
  container: ContainerTrack,
  spec: ContainerSpec,
  workloads: Workloads,
): void {
  container.resolvedAt = undefined;
  if (spec !== container.spec) {
    container.spec = spec;
    container.verdict = workloads.verdictOf(track, spec);
  }
  const injected = track.template?.init.every((one) => one.name !== spec.name) === true;
  container.origin = injected ? 'Injected' : 'Template';
}

function resolve(track: WorkloadTrack, container: ContainerTrack, at: Millis): void {
  // Where there is no template and no pod, nothing says that the init container was removed.
  if (container.resolvedAt !== undefined || (track.template === undefined && track.pods.size === 0)) return;
  container.resolvedAt = at;
}
