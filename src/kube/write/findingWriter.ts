import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type FindingObject, renderIdentity, renderStatus } from '../../api/render.ts';
import type { FindingWriter, WriteResult } from '../../controller/ports.ts';
import type { Finding, StoredFinding } from '../../core/model/finding.ts';
import { FIELD_MANAGER } from '../../core/model/names.ts';
import { objectPath, RESOURCES } from '../reflect/kinds.ts';
import { KubeFailure } from '../transport/failure.ts';
import type { KubeTransport } from '../transport/transport.ts';

const APPLY = {
  contentType: 'application/apply-patch+yaml',
  query: { fieldManager: FIELD_MANAGER, force: true },
} as const;

const appliedSchema = z.object({
  metadata: z.object({ uid: z.string(), resourceVersion: z.string() }),
  status: z.looseObject({ state: z.string().optional() }).optional().catch(undefined),
});

/** Writes findings by server-side apply, always on top of the version they were computed from. */
export class KubeFindingWriter implements FindingWriter {
  readonly #transport: KubeTransport;

  constructor(transport: KubeTransport) {
    this.#transport = transport;
  }

  async write(wanted: Finding, seen: StoredFinding | undefined): Promise<WriteResult> {
    try {
      const version = seen === undefined ? await this.#create(wanted) : await this.#heal(wanted, seen);
      if (version === undefined) return { kind: 'conflict' };
      const applied = await this.#apply(renderStatus(wanted, version), 'status');
      return { kind: 'written', resourceVersion: applied.version };
    } catch (error) {
      return resultOf(error);
    }
  }

  async remove(seen: StoredFinding): Promise<WriteResult> {
    try {
      const { uid, resourceVersion } = seen;
      const answer = await this.#transport.request('DELETE', pathOf(seen), {
        body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } },
      });
      await answer.json();
      return { kind: 'written' };
    } catch (error) {
      return resultOf(error);
    }
  }

  /**
   * Makes the object; the version to write its status on. Undefined when there is one with a status already: our reflector
   * lags, and what it holds must be read before anything is written over it.
   */
  async #create(wanted: Finding): Promise<string | undefined> {
    const applied = await this.#apply(renderIdentity(wanted));
    return applied.hasStatus ? undefined : applied.version;
  }

  /** Labels and owner are ours: what somebody changed there is put back before the status is written. */
  async #heal(wanted: Finding, seen: StoredFinding): Promise<string> {
    const version = await this.#clear(wanted, seen);
    if (sameIdentity(wanted, seen)) return version;
    const identity = renderIdentity(wanted);
    const metadata = { ...identity.metadata, resourceVersion: version };
    return (await this.#apply({ ...identity, metadata })).version;
  }

  /** What an apply cannot take away is taken away first; what we wrote, the ledger above all, stays. */
  async #clear(wanted: Finding, seen: StoredFinding): Promise<string> {
    const { resourceVersion } = seen;
    const status = withoutForeign(wanted, seen) ?? withoutConditions(wanted, seen);
    if (status === undefined) return resourceVersion;
    const answer = await this.#transport.request('PATCH', pathOf(seen, 'status'), {
      contentType: 'application/merge-patch+json',
      query: { fieldManager: FIELD_MANAGER },
      body: { metadata: { resourceVersion }, status },
    });
    return appliedSchema.parse(await answer.json()).metadata.resourceVersion;
  }

  async #apply(
    object: FindingObject,
    subresource?: string,
  ): Promise<{ version: string; hasStatus: boolean }> {
    const answer = await this.#transport.request('PATCH', pathOf(object.metadata, subresource), {
      ...APPLY,
      body: object,
    });
    const { metadata, status } = appliedSchema.parse(await answer.json());
    return { version: metadata.resourceVersion, hasStatus: status?.state !== undefined };
  }
}

/** Takes out of a status, last written by somebody else, what an apply of the wanted one leaves alone; undefined if nothing. */
function withoutForeign({ status: wanted }: Finding, { status, statusManager }: StoredFinding) {
  if (status === undefined || statusManager === FIELD_MANAGER) return undefined;
  const fields = Object.keys(status).filter((field) => !(field in wanted));
  const types = new Set(wanted.conditions.map(({ type }) => type));
  const conditions = status.conditions.filter(({ type }) => types.has(type));
  if (fields.length === 0 && conditions.length === status.conditions.length) return undefined;
  return { ...Object.fromEntries(fields.map((field) => [field, null])), conditions };
}

/** Where an apply takes the last item of a list away, the API server takes the list for missing, and refuses the object. */
function withoutConditions({ status: wanted }: Finding, { hasConditions }: StoredFinding) {
  return wanted.conditions.length === 0 && hasConditions ? { conditions: [] } : undefined;
}

/** Labels that others have added do not matter; ours and the owner must be as wanted. */
function sameIdentity(wanted: Finding, seen: StoredFinding): boolean {
  if (!isDeepStrictEqual({ ...wanted.owner }, { ...seen.owner })) return false;
  return Object.entries(wanted.labels).every(([name, value]) => seen.labels[name] === value);
}

function pathOf({ namespace, name }: { namespace: string; name: string }, subresource?: string): string {
  return objectPath(RESOURCES.InitContainerFinding, namespace, name, subresource);
}

function resultOf(error: unknown): WriteResult {
  if (!(error instanceof KubeFailure)) return { kind: 'failed', reason: String(error) };
  if (error.status === 409) return { kind: 'conflict' };
  if (isGone(error)) return { kind: 'gone' };
  // The object went between the two requests, or before the removal: our reflector will tell.
  if (error.status === 404 && error.detailKind === RESOURCES.InitContainerFinding.plural)
    return { kind: 'conflict' };
  const { retryAfter } = error;
  const reason = error.message;
  return retryAfter === undefined ? { kind: 'failed', reason } : { kind: 'failed', reason, retryAfter };
}

/** The namespace is gone or going: nothing can be made there any more. */
function isGone({ status, detailKind, causes, message }: KubeFailure): boolean {
  if (status === 404) return detailKind === 'namespaces';
  if (status !== 403) return false;
  return causes.includes('NamespaceTerminating') || message.includes('because it is being terminated');
}
