import { V1MicroTime } from '@kubernetes/client-node';
import { z } from 'zod';
import { isOlderVersion, type Millis } from '../../core/model/refs.ts';

/** What stands in a Lease. Its times are the holder's: they tell one renewal from another, and are never compared with ours. */
export interface LeaseRecord {
  /** '' where nobody holds it. */
  readonly holder: string;
  /** For how long the holder asks to be left alone after each renewal. */
  readonly duration: Millis;
  readonly acquireTime: string;
  readonly renewTime: string;
  /** How often it has changed hands. */
  readonly transitions: number;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly resourceVersion: string };
}

const LEASE_DURATION: Millis = 15_000;

/** A field that is absent or null; what others may have written into a Lease must not stop us. */
const text = z.string().nullish().catch('');
const leaseSchema = z.object({
  metadata: z.looseObject({ resourceVersion: z.string() }),
  spec: z
    .object({
      holderIdentity: text,
      leaseDurationSeconds: z
        .number()
        .int()
        .positive()
        .catch(LEASE_DURATION / 1000),
      acquireTime: text,
      renewTime: text,
      leaseTransitions: z.number().int().catch(0),
    })
    .prefault({} as never),
});

export function parseLease(object: unknown): LeaseRecord {
  const { metadata, spec } = leaseSchema.parse(object);
  return {
    holder: spec.holderIdentity ?? '',
    duration: spec.leaseDurationSeconds * 1000,
    acquireTime: spec.acquireTime ?? '',
    renewTime: spec.renewTime ?? '',
    transitions: spec.leaseTransitions,
    metadata,
  };
}

/** The Lease as its next holder, or its present one, writes it. */
export function heldBy(holder: string, before: LeaseRecord | undefined, wall: Millis): object {
  const now = new V1MicroTime(wall).toISOString();
  const renewed = before?.holder === holder;
  return {
    holderIdentity: holder,
    leaseDurationSeconds: LEASE_DURATION / 1000,
    acquireTime: renewed && before.acquireTime !== '' ? before.acquireTime : now,
    renewTime: now,
    leaseTransitions: before === undefined ? 0 : before.transitions + (renewed ? 0 : 1),
  };
}

/** The Lease as its holder leaves it: free at once, also for clients that wait for its duration. */
export function heldByNobody({ transitions }: LeaseRecord, wall: Millis): object {
  const now = new V1MicroTime(wall).toISOString();
  return {
    holderIdentity: '',
    leaseDurationSeconds: 1,
    renewTime: now,
    acquireTime: now,
    leaseTransitions: transitions,
  };
}

/** Is this the same word of the same holder? What others write into the metadata is no sign of life of the holder. */
export function sameWord(a: LeaseRecord | undefined, b: LeaseRecord | undefined): boolean {
  return a?.holder === b?.holder && a?.renewTime === b?.renewTime && a?.acquireTime === b?.acquireTime;
}

/** Was it written before the other? */
export function isOlder(a: LeaseRecord, b: LeaseRecord): boolean {
  return isOlderVersion(a.metadata.resourceVersion, b.metadata.resourceVersion);
}
