import {
  buildMetadata,
  type Json,
  type Metadata,
  newMetadata,
  type Owner,
  type OwnerReference,
} from './object.ts';

/** The ReplicaSet that a Deployment, Rollout … makes for one template, as the operator reads it: metadata only. */
export function replicaSet(owner: Owner & { readonly namespaceName?: string }, hash: string): ReplicaSet {
  const ref = owner.ref();
  const metadata = newMetadata('ReplicaSet', `${ref.name}-${hash}`, owner.namespaceName ?? 'default');
  return new ReplicaSet({ ...metadata, owner: ref, labels: { 'pod-template-hash': hash } }, hash);
}

export class ReplicaSet implements Owner {
  readonly #metadata: Metadata;
  readonly hash: string;

  constructor(metadata: Metadata, hash: string) {
    this.#metadata = metadata;
    this.hash = hash;
  }

  revision(revision: number): ReplicaSet {
    return this.annotation('deployment.kubernetes.io/revision', String(revision));
  }

  desired(replicas: number): ReplicaSet {
    return this.annotation('deployment.kubernetes.io/desired-replicas', String(replicas));
  }

  at(seconds: number): ReplicaSet {
    return this.#with({ createdAt: seconds });
  }

  namespace(namespace: string): ReplicaSet {
    return this.#with({ namespace });
  }

  uid(uid: string): ReplicaSet {
    return this.#with({ uid });
  }

  version(resourceVersion: number): ReplicaSet {
    return this.#with({ resourceVersion: String(resourceVersion) });
  }

  /** These labels and no others. */
  labelled(labels: Readonly<Record<string, string>>): ReplicaSet {
    return this.#with({ labels });
  }

  annotation(name: string, value: string): ReplicaSet {
    return this.#with({ annotations: { ...this.#metadata.annotations, [name]: value } });
  }

  get namespaceName(): string {
    return this.#metadata.namespace ?? '';
  }

  ref(): OwnerReference {
    return { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: this.#metadata.name, uid: this.#metadata.uid };
  }

  build(): Json {
    return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: buildMetadata(this.#metadata) };
  }

  #with(change: Partial<Metadata>): ReplicaSet {
    return new ReplicaSet({ ...this.#metadata, ...change }, this.hash);
  }
}
