import { at } from './clock.ts';
import type { TemplateKind } from '../../src/core/model/facts.ts';
import { type ContainerInput, defaultContainer, MAIN } from './container.ts';
import {
  buildMetadata,
  type Json,
  type Metadata,
  newMetadata,
  type Owner,
  type OwnerReference,
} from './object.ts';

interface Content {
  readonly kind: TemplateKind;
  readonly metadata: Metadata;
  /** Beside the template. */
  readonly spec: Json;
  readonly status: Json;
  readonly init: readonly Json[];
  readonly restartPolicy: string;
  readonly templateAnnotations: Readonly<Record<string, string>>;
}

export const deployment = (name: string): Workload => workload('Deployment', name);
export const statefulSet = (name: string): Workload => workload('StatefulSet', name);
export const daemonSet = (name: string): Workload => workload('DaemonSet', name);
export const job = (name: string): Workload => workload('Job', name).restartPolicy('Never');
export const cronJob = (name: string): Workload => workload('CronJob', name).restartPolicy('Never');

function workload(kind: TemplateKind, name: string): Workload {
  return new Workload({
    kind,
    metadata: { ...newMetadata(kind, name, 'default'), generation: 1 },
    spec: {},
    status: { observedGeneration: 1 },
    init: [],
    restartPolicy: 'Always',
    templateAnnotations: {},
  });
}

/** Every step gives a new workload. */
export class Workload implements Owner {
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  /** Named again, an init container keeps its place and takes the new spec. */
  init(name: string, spec: ContainerInput = defaultContainer(name)): Workload {
    const one = { ...spec, name };
    const { init } = this.#content;
    const known = init.some((other) => other['name'] === name);
    return this.#with({
      init: known ? init.map((other) => (other['name'] === name ? one : other)) : [...init, one],
    });
  }

  withoutInit(name: string): Workload {
    return this.#with({ init: this.#content.init.filter((one) => one['name'] !== name) });
  }

  /** Also a Job's parallelism and a DaemonSet's desired number. */
  replicas(count: number): Workload {
    switch (this.#content.kind) {
      case 'DaemonSet':
        return this.#with({ status: { ...this.#content.status, desiredNumberScheduled: count } });
      case 'Job':
      case 'CronJob':
        return this.spec({ parallelism: count });
      default:
        return this.spec({ replicas: count });
    }
  }

  /** Fields beside the template (of a CronJob: in its Job's spec). */
  spec(fields: Json): Workload {
    return this.#with({ spec: { ...this.#content.spec, ...fields } });
  }

  status(fields: Json): Workload {
    return this.#with({ status: { ...this.#content.status, ...fields } });
  }

  recreate(): Workload {
    return this.spec({ strategy: { type: 'Recreate' } });
  }

  parallelPods(): Workload {
    return this.spec({ podManagementPolicy: 'Parallel' });
  }

  /** The revision its controller reports. */
  revision(revision: string): Workload {
    return this.#content.kind === 'StatefulSet'
      ? this.status({ updateRevision: revision })
      : this.annotation('deployment.kubernetes.io/revision', revision);
  }

  /** `kubectl rollout restart` at that time. */
  restarted(time: string): Workload {
    return this.#with({
      templateAnnotations: {
        ...this.#content.templateAnnotations,
        'kubectl.kubernetes.io/restartedAt': time,
      },
    });
  }

  /** A spec that its controller has not seen yet. */
  unobserved(): Workload {
    return this.#meta({ generation: (this.#content.metadata.generation ?? 1) + 1 });
  }

  restartPolicy(restartPolicy: 'Always' | 'OnFailure' | 'Never'): Workload {
    return this.#with({ restartPolicy });
  }

  ownedBy(owner: Owner | OwnerReference): Workload {
    return this.#meta({ owner: 'ref' in owner ? owner.ref() : owner });
  }

  at(seconds: number): Workload {
    return this.#meta({ createdAt: seconds });
  }

  uid(uid: string): Workload {
    return this.#meta({ uid });
  }

  /** When somebody last wrote it. */
  written(seconds: number): Workload {
    return this.#meta({ managedFields: [{ manager: 'kubectl', operation: 'Update', time: at(seconds) }] });
  }

  version(resourceVersion: number): Workload {
    return this.#meta({ resourceVersion: String(resourceVersion) });
  }

  namespace(namespace: string): Workload {
    const { kind, metadata } = this.#content;
    return this.#meta({ namespace, uid: `${kind.toLowerCase()}.${namespace}.${metadata.name}` });
  }

  annotation(name: string, value: string): Workload {
    return this.#meta({ annotations: { ...this.#content.metadata.annotations, [name]: value } });
  }

  accept(value: string): Workload {
    return this.annotation('confessor.dev/accept', value);
  }

  get namespaceName(): string {
    return this.#content.metadata.namespace ?? '';
  }

  ref(): OwnerReference {
    const { kind, metadata } = this.#content;
    return { apiVersion: apiVersionOf(kind), kind, name: metadata.name, uid: metadata.uid };
  }

  build(): Json {
    const { kind, metadata, spec, status } = this.#content;
    const inner = { ...spec, template: this.#template() };
    return {
      apiVersion: apiVersionOf(kind),
      kind,
      metadata: buildMetadata(metadata),
      spec: kind === 'CronJob' ? { schedule: '* * * * *', jobTemplate: { spec: inner } } : inner,
      status,
    };
  }

  #template(): Json {
    const { init, restartPolicy, templateAnnotations } = this.#content;
    return {
      metadata: { annotations: templateAnnotations },
      spec: { restartPolicy, initContainers: init, containers: [MAIN] },
    };
  }

  #with(change: Partial<Content>): Workload {
    return new Workload({ ...this.#content, ...change });
  }

  #meta(change: Partial<Metadata>): Workload {
    return this.#with({ metadata: { ...this.#content.metadata, ...change } });
  }
}

function apiVersionOf(kind: TemplateKind): string {
  return kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
}
