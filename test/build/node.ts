import { at } from './clock.ts';
import { buildMetadata, type Json, newMetadata, type Owner, type OwnerReference } from './object.ts';

interface Content {
  readonly name: string;
  readonly uid: string;
  readonly bootId: string;
  readonly ready: string;
  readonly readyAt: number;
  readonly version: number;
}

/** A ready node that has booted once. */
export function node(name: string): Node {
  return new Node({ name, uid: `node.${name}`, bootId: 'boot-1', ready: 'True', readyAt: 0, version: 1 });
}

export class Node implements Owner {
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  boot(bootId: string): Node {
    return new Node({ ...this.#content, bootId });
  }

  ready(ready: 'True' | 'False' | 'Unknown', seconds: number): Node {
    return new Node({ ...this.#content, ready, readyAt: seconds });
  }

  /** Another node of the same name. */
  anew(): Node {
    return new Node({ ...this.#content, uid: `${this.#content.uid}.anew` });
  }

  version(version: number): Node {
    return new Node({ ...this.#content, version });
  }

  ref(): OwnerReference {
    return { apiVersion: 'v1', kind: 'Node', name: this.#content.name, uid: this.#content.uid };
  }

  build(): Json {
    const { name, uid, bootId, ready, readyAt, version } = this.#content;
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: buildMetadata({ ...newMetadata('Node', name), uid, resourceVersion: String(version) }),
      status: {
        nodeInfo: { bootID: bootId },
        conditions: [{ type: 'Ready', status: ready, lastTransitionTime: at(readyAt) }],
      },
    };
  }
}
