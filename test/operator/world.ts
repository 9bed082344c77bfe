import { after } from 'mocha';
import type { Cluster } from '../../hack/lab/cluster.ts';
import type { FindingStatus, StoredFinding } from '../../src/core/model/finding.ts';
import { Api, type Made } from './api.ts';
import { findingOf, findingsOf } from './findings.ts';
import { endOperators } from './operator.ts';
import { until } from './until.ts';

after('operators that failed tests have left', endOperators);

/** A controller's reference to what it owns. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: true;
}

/** A run of an init container, as a kubelet would tell it. */
export interface Told {
  readonly id: string;
  readonly restarts?: number;
  /** Seconds since the start of the test; without an end it runs. */
  readonly from: number;
  readonly to?: number;
  readonly exitCode?: number;
  /** What it says when it ends. */
  readonly message?: string;
  /** The run before, whose end stands in lastState. */
  readonly before?: {
    readonly id: string;
    readonly from: number;
    readonly to: number;
    readonly exitCode: number;
  };
}

const EPOCH = Math.floor(Date.now() / 1000) * 1000 - 120_000;
/** A time of the story, in seconds since two minutes before the tests began. */
export const at = (seconds: number): string =>
  new Date(EPOCH + seconds * 1000).toISOString().replace('.000', '');

/** Now, in seconds of the story. */
export const now = (): number => Math.floor((Date.now() - EPOCH) / 1000);

function terminated(run: {
  id: string;
  from: number;
  to: number;
  exitCode: number;
  message?: string | undefined;
}): object {
  return {
    containerID: `containerd://${run.id}`,
    exitCode: run.exitCode,
    ...(run.message === undefined ? {} : { message: run.message }),
    reason: run.exitCode === 0 ? 'Completed' : 'Error',
    startedAt: at(run.from),
    finishedAt: at(run.to),
  };
}

function stateOf({ id, from, to, exitCode = 0, message }: Told): object {
  return to === undefined
    ? { running: { startedAt: at(from) } }
    : { terminated: terminated({ id, from, to, exitCode, message }) };
}

/** The status of one init container. */
export function initStatus(name: string, told: Told): object {
  return {
    name,
    image: 'shop:1',
    imageID: 'shop@sha256:1',
    ready: told.to !== undefined && (told.exitCode ?? 0) === 0,
    restartCount: told.restarts ?? 0,
    containerID: `containerd://${told.id}`,
    state: stateOf(told),
    lastState: told.before === undefined ? {} : { terminated: terminated(told.before) },
  };
}

/** An init container that migrates. */
export const MIGRATE = { name: 'migrate', image: 'shop:1', command: ['alembic', 'upgrade', 'head'] } as const;

interface PodOptions {
  readonly owner?: Owner;
  /** By what its controller tells it from pods of other revisions. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly init?: readonly object[];
  readonly rest?: object;
}

/** A namespace of a real API server in which the test is kubelet, scheduler and controllers at once. */
export class World {
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly api: Api;

  private constructor(cluster: Cluster, namespace: string) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.api = new Api(cluster);
  }

  static async make(cluster: Cluster, namespace: string): Promise<World> {
    const world = new World(cluster, namespace);
    await world.api.make('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
    return world;
  }

  path(kind: string, name?: string, sub?: string): string {
    const apps = ['deployments', 'replicasets', 'daemonsets'].includes(kind);
    const root = apps ? '/apis/apps/v1' : '/api/v1';
    const tail = [name, sub].filter((part) => part !== undefined).map((part) => `/${part}`);
    return `${root}/namespaces/${this.namespace}/${kind}${tail.join('')}`;
  }

  /** A deployment and its replica set, as the controllers would make them; the owner of its pods. */
  async deployment(name: string, init: readonly object[] = [MIGRATE]): Promise<{ made: Made; owner: Owner }> {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: specOf(init) };
    const spec = { replicas: 1, selector: { matchLabels: labels }, template };
    const made = await this.api.make('POST', this.path('deployments'), { metadata: { name }, spec });
    const deployment = ownerOf('apps/v1', 'Deployment', made);
    const hashed = { ...labels, 'pod-template-hash': 'aaaa' };
    const replicaSet = await this.api.make('POST', this.path('replicasets'), {
      metadata: { name: `${name}-aaaa`, labels: hashed, ownerReferences: [deployment] },
      spec: {
        replicas: 1,
        selector: { matchLabels: hashed },
        template: { ...template, metadata: { labels: hashed } },
      },
    });
    return { made, owner: ownerOf('apps/v1', 'ReplicaSet', replicaSet) };
  }

  async pod(
    name: string,
    { owner, labels = { 'pod-template-hash': 'aaaa' }, init = [MIGRATE], rest = {} }: PodOptions = {},
  ): Promise<Made> {
    const metadata = {
      name,
      ...(owner === undefined
        ? {}
        : {
            ownerReferences: [owner],
            labels,
            generateName: `${owner.name}-`,
          }),
    };
    return this.api.make('POST', this.path('pods'), { metadata, spec: { ...specOf(init), ...rest } });
  }

  /** Writes a pod's status as its kubelet would. */
  async status(pod: string, status: object): Promise<Made> {
    return this.api.make('PATCH', this.path('pods', pod, 'status'), { status });
  }

  /** Tells what became of the init container "migrate". */
  async tell(pod: string, told: Told): Promise<void> {
    const done = told.to !== undefined && (told.exitCode ?? 0) === 0;
    await this.status(pod, {
      phase: done ? 'Running' : 'Pending',
      initContainerStatuses: [initStatus('migrate', told)],
    });
  }

  async remove(kind: string, name: string): Promise<void> {
    const { status } = await this.api.ask('DELETE', this.path(kind, name), { gracePeriodSeconds: 0 });
    if (status >= 300) throw new Error(`${kind} ${name} is not removed: ${status}`);
  }

  findings(): Promise<readonly StoredFinding[]> {
    return findingsOf(this.cluster, this.namespace);
  }

  /** Waits until the finding is as wanted, and returns it. */
  async untilFinding(
    workload: string,
    what: string,
    wanted: (status: FindingStatus) => boolean,
    seconds = 30,
  ): Promise<StoredFinding & { readonly status: FindingStatus }> {
    let last: FindingStatus | undefined;
    try {
      return await until(
        what,
        async () => {
          const finding = await findingOf(this.cluster, this.namespace, workload, 'migrate');
          last = finding?.status;
          return finding !== undefined && wanted(finding.status) ? finding : undefined;
        },
        seconds,
      );
    } catch (error) {
      const { state, runs, reruns } = last ?? {};
      throw new Error(`${String(error)}; last: ${JSON.stringify({ state, runs, reruns })}`, { cause: error });
    }
  }

  async end(): Promise<void> {
    await this.api.close();
  }
}

function specOf(init: readonly object[]): object {
  return {
    nodeName: 'node-a',
    initContainers: init,
    containers: [{ name: 'main', image: 'shop:1' }],
    terminationGracePeriodSeconds: 0,
  };
}

function ownerOf(apiVersion: string, kind: string, { metadata: { name, uid } }: Made): Owner {
  return { apiVersion, kind, name, uid, controller: true };
}
