import { at } from './clock.ts';
import { type ContainerInput, defaultContainer, MAIN } from './container.ts';
import {
  buildMetadata,
  type Json,
  type Metadata,
  newMetadata,
  type Owner,
  type OwnerReference,
} from './object.ts';
import { buildStatus, type State } from './state.ts';

interface Slot {
  readonly name: string;
  readonly spec: ContainerInput;
  readonly state?: State;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly at: number;
  readonly reason: string;
}

interface Content {
  readonly metadata: Metadata;
  readonly spec: Json;
  readonly status: Json;
  readonly phase?: string;
  readonly init: readonly Slot[];
  readonly main: readonly Slot[];
  readonly stray: readonly Slot[];
  readonly order: readonly string[];
  readonly conditions: readonly Condition[];
}

/** A pod in namespace `default` on node `n1`, created at second 0. Every step gives a new pod. */
export function pod(name: string): Pod {
  return new Pod({
    metadata: newMetadata('Pod', name, 'default'),
    spec: { nodeName: 'n1', restartPolicy: 'Always' },
    status: {},
    init: [],
    main: [{ name: 'main', spec: MAIN }],
    stray: [],
    order: [],
    conditions: [],
  });
}

export class Pod implements Owner {
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  /** A regular init container. Named again, it keeps its place and spec and takes the new state. */
  init(name: string, state?: State, spec?: ContainerInput): Pod {
    return this.#with({ init: put(this.#content.init, slot(name, spec, state), defaultContainer(name)) });
  }

  /** A native sidecar (R8). */
  sidecar(name: string, state?: State, spec: ContainerInput = { image: 'proxy:1' }): Pod {
    return this.init(name, state, { ...spec, restartPolicy: 'Always' });
  }

  main(state?: State, name = 'main', spec?: ContainerInput): Pod {
    return this.#with({ main: put(this.#content.main, slot(name, spec, state), MAIN) });
  }

  /** An init container status whose name is not in the spec (S65). */
  stray(name: string, state: State): Pod {
    return this.#with({ stray: [...this.#content.stray, { name, spec: {}, state }] });
  }

  /** Order of the init container statuses, which need not be the spec's (S65). */
  statusOrder(...names: readonly string[]): Pod {
    return this.#with({ order: names });
  }

  /** One of each type; a later call replaces. */
  condition(type: string, status: 'True' | 'False' | 'Unknown', seconds: number, reason = ''): Pod {
    const others = this.#content.conditions.filter((one) => one.type !== type);
    return this.#with({ conditions: [...others, { type, status, at: seconds, reason }] });
  }

  /** The sandbox is up since then (R11). */
  sandbox(seconds: number): Pod {
    return this.condition('PodReadyToStartContainers', 'True', seconds);
  }

  /** The sandbox is gone since then. */
  noSandbox(seconds: number): Pod {
    return this.condition('PodReadyToStartContainers', 'False', seconds);
  }

  initialized(seconds: number): Pod {
    return this.condition('Initialized', 'True', seconds);
  }

  /** DisruptionTarget True, e.g. `EvictionByEvictionAPI` (R21). */
  disrupted(reason: string, seconds: number): Pod {
    return this.condition('DisruptionTarget', 'True', seconds, reason);
  }

  /** Created at this second. */
  at(seconds: number): Pod {
    return this.#meta({ createdAt: seconds });
  }

  deleted(seconds: number): Pod {
    return this.#meta({ deletedAt: seconds });
  }

  uid(uid: string): Pod {
    return this.#meta({ uid });
  }

  version(resourceVersion: number): Pod {
    return this.#meta({ resourceVersion: String(resourceVersion) });
  }

  namespace(namespace: string): Pod {
    return this.#meta({ namespace, uid: `pod.${namespace}.${this.#content.metadata.name}` });
  }

  generateName(generateName: string): Pod {
    return this.#meta({ generateName });
  }

  label(name: string, value: string): Pod {
    return this.#meta({ labels: { ...this.#content.metadata.labels, [name]: value } });
  }

  annotation(name: string, value: string): Pod {
    return this.#meta({ annotations: { ...this.#content.metadata.annotations, [name]: value } });
  }

  accept(value: string): Pod {
    return this.annotation('confessor.dev/accept', value);
  }

  /** By its controller; a ReplicaSet also gives its template hash, and both give the name's prefix. */
  ownedBy(owner: Owner | OwnerReference): Pod {
    const ref = 'ref' in owner ? owner.ref() : owner;
    const prefix = this.#content.metadata.generateName ?? `${ref.name}-`;
    const owned = this.#meta({ owner: ref, generateName: prefix });
    return 'hash' in owner && typeof owner.hash === 'string' ? owned.hash(owner.hash) : owned;
  }

  /** pod-template-hash (Deployment) */
  hash(hash: string): Pod {
    return this.label('pod-template-hash', hash);
  }

  /** controller-revision-hash (StatefulSet, DaemonSet) */
  revision(hash: string): Pod {
    return this.label('controller-revision-hash', hash);
  }

  /** A static pod's mirror object (R9). */
  mirror(node: Owner): Pod {
    return this.ownedBy(node).node(node.ref().name).annotation('kubernetes.io/config.mirror', 'm');
  }

  node(nodeName: string): Pod {
    return this.#with({ spec: { ...this.#content.spec, nodeName } });
  }

  hostname(hostname: string): Pod {
    return this.#with({ spec: { ...this.#content.spec, hostname } });
  }

  hostNetwork(): Pod {
    return this.#with({ spec: { ...this.#content.spec, hostNetwork: true } });
  }

  restartPolicy(restartPolicy: 'Always' | 'OnFailure' | 'Never'): Pod {
    return this.#with({ spec: { ...this.#content.spec, restartPolicy } });
  }

  volumes(...volumes: readonly Json[]): Pod {
    return this.#with({ spec: { ...this.#content.spec, volumes } });
  }

  /** Without it the containers' states give Pending or Running. */
  phase(phase: string): Pod {
    return this.#with({ phase });
  }

  reason(reason: string): Pod {
    return this.#with({ status: { ...this.#content.status, reason } });
  }

  message(message: string): Pod {
    return this.#with({ status: { ...this.#content.status, message } });
  }

  podIP(podIP: string): Pod {
    return this.#with({ status: { ...this.#content.status, podIP } });
  }

  /** The server's time of the kubelet's last status write (V8). */
  written(seconds: number): Pod {
    return this.#meta({ managedFields: [{ manager: 'kubelet', subresource: 'status', time: at(seconds) }] });
  }

  ref(): OwnerReference {
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      name: this.#content.metadata.name,
      uid: this.#content.metadata.uid,
    };
  }

  build(): Json {
    const { metadata, spec, status, init, main, stray, order, conditions } = this.#content;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: buildMetadata(metadata),
      spec: { ...spec, initContainers: init.map(toSpec), containers: main.map(toSpec) },
      status: {
        phase: this.#content.phase ?? phaseOf(main),
        ...status,
        conditions: conditions.map(({ at: seconds, ...one }) => ({
          ...one,
          lastTransitionTime: at(seconds),
        })),
        initContainerStatuses: inOrder([...stray, ...init].flatMap(toStatus), order),
        containerStatuses: main.flatMap(toStatus),
      },
    };
  }

  #with(change: Partial<Content>): Pod {
    return new Pod({ ...this.#content, ...change });
  }

  #meta(change: Partial<Metadata>): Pod {
    return this.#with({ metadata: { ...this.#content.metadata, ...change } });
  }
}

function slot(name: string, spec?: ContainerInput, state?: State): Partial<Slot> & { readonly name: string } {
  return { name, ...(spec === undefined ? {} : { spec }), ...(state === undefined ? {} : { state }) };
}

function put(
  slots: readonly Slot[],
  change: Partial<Slot> & { readonly name: string },
  otherwise: ContainerInput,
): readonly Slot[] {
  if (!slots.some((one) => one.name === change.name)) return [...slots, { spec: otherwise, ...change }];
  return slots.map((one) => (one.name === change.name ? { ...one, ...change } : one));
}

function toSpec(one: Slot): Json {
  return { ...one.spec, name: one.name };
}

function toStatus(one: Slot): readonly Json[] {
  return one.state === undefined ? [] : [buildStatus(one.name, one.state)];
}

function inOrder(statuses: readonly Json[], order: readonly string[]): readonly Json[] {
  const place = (status: Json): number => order.indexOf(String(status['name']));
  return order.length === 0 ? statuses : [...statuses].sort((a, b) => place(a) - place(b));
}

function phaseOf(main: readonly Slot[]): string {
  return main.some((one) => one.state !== undefined && 'running' in one.state.state) ? 'Running' : 'Pending';
}
