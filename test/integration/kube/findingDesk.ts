import { parseStoredFinding } from '../../../src/api/parse.ts';
import { renderIdentity } from '../../../src/api/render.ts';
import type { Finding, FindingStatus, StoredFinding } from '../../../src/core/model/finding.ts';
import { type KubeTransport, openTransport } from '../../../src/kube/transport/transport.ts';
import { KubeFindingWriter } from '../../../src/kube/write/findingWriter.ts';
import { finding } from '../../build/finding.ts';
import { cluster } from '../cluster.ts';
import { wallClock } from './wire.ts';

export const FINDING = 'initcontainerfindings';
let round = 0;

/** A namespace of its own, a writer, and an administrator's look at what stands there. */
export class FindingDesk {
  readonly writer: KubeFindingWriter;
  readonly #namespace: string;
  readonly #transport: KubeTransport;

  private constructor(namespace: string, transport: KubeTransport) {
    this.#namespace = namespace;
    this.#transport = transport;
    this.writer = new KubeFindingWriter(transport);
  }

  static async open(): Promise<FindingDesk> {
    round += 1;
    const namespace = `writer-${round}`;
    await cluster().kubectl('create', 'namespace', namespace);
    return new FindingDesk(namespace, openTransport({ kind: 'file', path: cluster().kubeconfig }, wallClock));
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  finding(status: Partial<FindingStatus> = {}): Finding {
    return finding({ namespace: this.#namespace, status });
  }

  /** A finding from elsewhere, in the namespace of this desk. */
  own(wanted: Finding): Finding {
    return { ...wanted, namespace: this.#namespace };
  }

  /** What our own reflector would have. */
  async seen(wanted: Finding): Promise<StoredFinding> {
    const parsed = parseStoredFinding(await this.object(wanted));
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    return parsed.finding;
  }

  async object({ namespace, name }: Finding): Promise<{ metadata: { ownerReferences?: unknown } }> {
    const path = ['get', '-n', namespace, FINDING, name, '--show-managed-fields', '-o', 'json'];
    const object: unknown = JSON.parse(await cluster().kubectl(...path));
    return object as { metadata: { ownerReferences?: unknown } };
  }

  async exists({ namespace, name }: Finding): Promise<boolean> {
    return (await cluster().kubectl('get', '-n', namespace, FINDING, name, '--ignore-not-found')) !== '';
  }

  /** The object without a status, as an operator leaves it that ended between the two requests. */
  async make(wanted: Finding): Promise<void> {
    await cluster().apply([renderIdentity(wanted)]);
  }

  async patch({ namespace, name }: Finding, patch: object, subresource?: string): Promise<void> {
    const where = subresource === undefined ? [] : [`--subresource=${subresource}`];
    const what = ['--type=merge', '-p', JSON.stringify(patch)];
    await cluster().kubectl('patch', '-n', namespace, FINDING, name, ...where, ...what);
  }
}
