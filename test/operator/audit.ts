import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Cluster } from '../../hack/lab/cluster.ts';

const objectSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional() }).optional(),
  spec: z.looseObject({ holderIdentity: z.string().optional() }).optional(),
});

const eventSchema = z.object({
  verb: z.string(),
  requestURI: z.string(),
  /** Nobody where it was not known who asked. */
  user: z.object({ username: z.string().default('') }),
  objectRef: z
    .object({
      resource: z.string(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
  requestObject: objectSchema.optional(),
  responseObject: objectSchema.optional(),
  requestReceivedTimestamp: z.string(),
  stageTimestamp: z.string(),
});
/** One request as the API server's audit log has it, with its answer. */
export type AuditEvent = z.infer<typeof eventSchema>;

/**
 * What was asked of the API server, in the order of the answers; only lines that hold this text. A server that is killed may
 * leave half a line.
 */
export function audited(cluster: Cluster, text: string): readonly AuditEvent[] {
  return readFileSync(cluster.auditLog, 'utf8')
    .split('\n')
    .filter((line) => line.includes(text))
    .flatMap((line) => eventSchema.safeParse(parsed(line)).data ?? []);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const WRITES = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

export function isWrite({ verb }: AuditEvent): boolean {
  return WRITES.has(verb);
}

export function succeeded({ responseStatus }: AuditEvent): boolean {
  return responseStatus !== undefined && responseStatus.code < 300;
}

/** R44: the place of a successful write among all writes to the store. */
export function madeVersion({ responseObject }: AuditEvent): number {
  return Number(responseObject?.metadata?.resourceVersion ?? Number.NaN);
}
