import { z } from 'zod';
import { API_VERSION, PLURAL } from '../../src/api/group.ts';
import { parseStoredFinding } from '../../src/api/parse.ts';
import type { FindingStatus } from '../../src/core/model/finding.ts';
import type { Cluster } from '../lab/cluster.ts';
import { follow, type WatchEvent } from './follow.ts';
import { NAMESPACE } from './workloads.ts';

const endSchema = z.object({ exitCode: z.number(), finishedAt: z.string(), message: z.string().default('') });
const stateSchema = z
  .object({ terminated: endSchema.optional(), waiting: z.unknown(), running: z.unknown() })
  .partial()
  .default({});
const podSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), labels: z.record(z.string(), z.string()) }),
  status: z.object({
    initContainerStatuses: z
      .array(
        z.object({
          name: z.string(),
          restartCount: z.number(),
          state: stateSchema,
          lastState: stateSchema,
        }),
      )
      .default([]),
  }),
});

/** A failed run of an init container, as the kubelet tells it. */
export interface Failure {
  readonly app: string;
  readonly pod: string;
  readonly container: string;
  /** 1 for the first failure of this container of this pod. */
  readonly number: number;
  readonly finishedAt: string;
  readonly message: string;
}

/** A finding as it stands, and when each of its conditions was first seen to be True. */
export interface Seen {
  readonly name: string;
  readonly status: FindingStatus;
  readonly conditionsAt: ReadonlyMap<string, number>;
}

/** Sits in the hall and notes what the API server shows: findings by themselves, and failures from the pods alone. */
export class Audience {
  readonly #findings = new Map<string, Seen>();
  readonly #failures = new Map<string, Failure>();

  constructor(cluster: Cluster, signal: AbortSignal) {
    const findings = `/apis/${API_VERSION}/${PLURAL}`;
    void follow(cluster, findings, (event) => this.#noteFinding(event), signal);
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    void follow(cluster, pods, (event) => this.#notePod(event), signal);
  }

  /** The finding about an init container, if there is one. */
  finding(workload: string, container: string): Seen | undefined {
    return this.#findings.get(`${workload}/${container}`);
  }

  /** The workloads that have findings. */
  workloads(): readonly string[] {
    return [...new Set([...this.#findings.keys()].map((key) => key.split('/')[0] ?? ''))];
  }

  failures(app: string, container: string): readonly Failure[] {
    return [...this.#failures.values()].filter(
      (failure) => failure.app === app && failure.container === container,
    );
  }

  #noteFinding({ type, object }: WatchEvent): void {
    const parsed = parseStoredFinding(object);
    if (parsed.kind === 'refused') return;
    const { name, spec, status } = parsed.finding;
    const key = `${spec.workloadRef.name}/${spec.container}`;
    if (type === 'DELETED') return void this.#findings.delete(key);
    if (status === undefined) return;
    const conditionsAt = new Map(this.#findings.get(key)?.conditionsAt);
    for (const condition of status.conditions) {
      if (condition.status === 'True' && !conditionsAt.has(condition.type))
        conditionsAt.set(condition.type, Date.now());
    }
    this.#findings.set(key, { name, status, conditionsAt });
  }

  #notePod({ object }: WatchEvent): void {
    const pod = podSchema.safeParse(object);
    if (!pod.success) return;
    const { name, uid, labels } = pod.data.metadata;
    for (const { name: container, restartCount, state, lastState } of pod.data.status.initContainerStatuses) {
      const end = state.terminated ?? lastState.terminated;
      if (end === undefined || end.exitCode === 0) continue;
      // The running container is not an end of its own; restartCount has counted it already.
      const number = state.running === undefined ? restartCount + 1 : restartCount;
      const { finishedAt, message } = end;
      const failure = { app: labels['app'] ?? '', pod: name, container, number, finishedAt, message };
      this.#failures.set(`${uid}/${container}/${number}`, failure);
    }
  }
}
