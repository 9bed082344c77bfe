import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../../hack/lab/cluster.ts';
import type { FindingStatus, StoredFinding } from '../../src/core/model/finding.ts';
import { findingOf } from '../operator/findings.ts';
import type { RunningOperator } from '../operator/operator.ts';
import { untilTrue } from '../operator/until.ts';
import { Truth } from './truth.ts';
import { type PodSpec, workload } from './workloads.ts';

const ROLLOUT_SECONDS = 150;

/** Where a scenario plays: a namespace with a log folder on the node. */
export class Place {
  readonly cluster: Cluster;
  readonly operator: RunningOperator;
  readonly namespace: string;
  readonly truth: Truth;

  constructor(cluster: Cluster, operator: RunningOperator, namespace: string) {
    this.cluster = cluster;
    this.operator = operator;
    this.namespace = namespace;
    this.truth = new Truth(join(cluster.folder, 'truth', namespace));
    mkdirSync(this.truth.folder, { recursive: true });
  }

  get manifest(): object {
    const labels = { scenario: this.namespace };
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace, labels } };
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return this.cluster.kubectl('-n', this.namespace, ...args);
  }

  /** Applies objects in this namespace. */
  async apply(...objects: readonly object[]): Promise<void> {
    await this.cluster.apply(
      objects.map((object) => {
        const { metadata } = object as { metadata: object };
        return { ...object, metadata: { namespace: this.namespace, ...metadata } };
      }),
    );
  }

  template(app: string, pod: PodSpec): object {
    return pod(app, this.truth.folder);
  }

  async deploy(app: string, replicas: number, pod: PodSpec): Promise<void> {
    await this.apply(workload('Deployment', 'apps/v1', app, this.template(app, pod), { replicas }));
  }

  async deployed(app: string, kind = 'deployment'): Promise<void> {
    await this.kubectl('rollout', 'status', `${kind}/${app}`, `--timeout=${ROLLOUT_SECONDS}s`);
  }

  /** Takes all pods of a deployment away and leaves its finding. */
  async end(app: string): Promise<void> {
    await this.kubectl('scale', `deployment/${app}`, '--replicas=0');
    await this.kubectl('wait', '--for=delete', 'pod', '-l', `app=${app}`, '--timeout=60s');
  }

  /** Waits until containers have begun so many runs, by their own lines. */
  async untilRuns(app: string, container: string, count: number, seconds = 120): Promise<void> {
    await untilTrue(
      `${count} runs of ${app}/${container}`,
      () => this.truth.runs(app, container).length >= count,
      seconds,
    );
  }

  /** The finding as it stands now. */
  finding(app: string, container: string): ReturnType<typeof findingOf> {
    return findingOf(this.cluster, this.namespace, app, container);
  }

  /** The uid of a workload's only pod, or of its first. */
  async podUid(app: string): Promise<string> {
    return (
      await this.kubectl('get', 'pods', '-l', `app=${app}`, '-o', 'jsonpath={.items[0].metadata.uid}')
    ).trim();
  }
}

/** A story that is played before the tests about it run. */
export class Scenario<T> {
  readonly namespace: string;
  readonly #act: (place: Place) => Promise<T>;
  readonly #findings: () => readonly StoredFinding[];
  #end: { readonly place: Place; readonly value: T } | { readonly error: unknown } | undefined;

  /** `findings` gives those that there are when everything has been written. */
  constructor(
    namespace: string,
    act: (place: Place) => Promise<T>,
    findings: () => readonly StoredFinding[],
  ) {
    this.namespace = namespace;
    this.#act = act;
    this.#findings = findings;
  }

  async play(place: Place): Promise<void> {
    try {
      this.#end = { place, value: await this.#act(place) };
    } catch (error) {
      this.#end = { error };
    }
  }

  /** What its act returned. Fails as the act failed. */
  get outcome(): T {
    return this.#ended().value;
  }

  /** Runs by the containers' own lines. */
  get truth(): Truth {
    return this.#ended().place.truth;
  }

  /** The findings about a workload's init container when everything had been written. */
  findings(app?: string): readonly StoredFinding[] {
    return this.#findings().filter(
      ({ namespace, spec }) =>
        namespace === this.namespace && (app === undefined || spec.workloadRef.name === app),
    );
  }

  /** The status of the only finding about it. */
  status(app: string, container: string): FindingStatus {
    this.#ended();
    const [only, more] = this.findings(app).filter(({ spec }) => spec.container === container);
    if (only?.status === undefined) throw new Error(`no finding about ${app}/${container}`);
    if (more !== undefined) throw new Error(`two findings about ${app}/${container}`);
    return only.status;
  }

  #ended(): { readonly place: Place; readonly value: T } {
    if (this.#end === undefined) throw new Error(`${this.namespace} was not played`);
    if ('error' in this.#end) throw this.#end.error;
    return this.#end;
  }
}

/** Reruns by cause, as an object. */
export function causes({ reruns }: FindingStatus): Readonly<Record<string, number>> {
  return Object.fromEntries(reruns.byCause.map(({ cause, count }) => [cause, count]));
}
