import { z } from 'zod';
import type { StoredFinding } from '../core/model/finding.ts';
import { specSchema } from './findingSchema.ts';
import { readStatus } from './storedStatus.ts';

/** What an object from the API server turned out to be. */
export type ParsedFinding =
  | { readonly kind: 'finding'; readonly finding: StoredFinding }
  | { readonly kind: 'refused'; readonly reason: string; readonly uid: string; readonly name: string };

const managedFieldSchema = z.object({
  manager: z.string().default(''),
  subresource: z.string().default(''),
  time: z.string().default(''),
});

const ownerSchema = z.object({ apiVersion: z.string(), kind: z.string(), name: z.string(), uid: z.string() });

const storedSchema = z.object({
  metadata: z.object({
    namespace: z.string(),
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    creationTimestamp: z.iso.datetime(),
    deletionTimestamp: z.iso.datetime().optional(),
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(ownerSchema).default([]),
    managedFields: z.array(managedFieldSchema).default([]),
  }),
  spec: specSchema,
  // Absent between the creation of the object and its first status.
  status: z.unknown().optional(),
});
const conditionsSchema = z.object({ conditions: z.array(z.unknown()).nonempty() });
type Stored = z.infer<typeof storedSchema>;

/**
 * An InitContainerFinding as the API server has it. Whatever a hand or another program wrote into the status, this does not
 * throw: a status that is not ours to read is no status, and the next evaluation heals it.
 */
export function parseStoredFinding(object: unknown): ParsedFinding {
  const parsed = storedSchema.safeParse(object);
  if (parsed.success) return { kind: 'finding', finding: storedFinding(parsed.data) };
  const issue = parsed.error.issues[0];
  const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not an InitContainerFinding'}`;
  return { kind: 'refused', reason, ...nameOf(object) };
}

function storedFinding({ metadata, spec, status: raw }: Stored): StoredFinding {
  const status = readStatus(raw);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    owner: ownerOf(metadata.ownerReferences, spec.workloadRef),
    spec,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    createdAt: Date.parse(metadata.creationTimestamp),
    ...(metadata.deletionTimestamp === undefined
      ? {}
      : { deletedAt: Date.parse(metadata.deletionTimestamp) }),
    ...(status === undefined ? {} : { status }),
    hasConditions: conditionsSchema.safeParse(raw).success,
    statusManager: statusManager(metadata.managedFields),
  };
}

/** The owner reference to the workload; none is left when somebody took it off, and then the spec still knows its name. */
function ownerOf(
  references: Stored['metadata']['ownerReferences'],
  ref: Stored['spec']['workloadRef'],
): StoredFinding['owner'] {
  // A static pod's finding is owned by its Node, whose uid is not the one in the spec.
  const owner = references.find(({ uid }) => uid === ref.uid) ?? references[0];
  return owner ?? { apiVersion: '', kind: ref.kind, name: ref.name, uid: ref.uid };
}

/**
 * Who wrote the status last. Times have whole seconds: among equals the last entry counts, since the server lists appliers
 * (us) before updaters (a hand), and a ledger in doubt must not be believed.
 */
function statusManager(entries: Stored['metadata']['managedFields']): string {
  const writers = entries.filter(({ subresource }) => subresource === 'status');
  return writers.reduce((last, entry) => (entry.time >= last.time ? entry : last), { manager: '', time: '' })
    .manager;
}

function nameOf(object: unknown): { uid: string; name: string } {
  const loose = z.object({ metadata: z.object({ uid: z.string().catch(''), name: z.string().catch('') }) });
  const parsed = loose.safeParse(object);
  return parsed.success ? parsed.data.metadata : { uid: '', name: '' };
}
