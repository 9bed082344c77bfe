import type { Cluster } from '../../hack/lab/cluster.ts';
import { API_VERSION, PLURAL } from '../../src/api/group.ts';
import { parseStoredFinding } from '../../src/api/parse.ts';
import type { StoredFinding } from '../../src/core/model/finding.ts';
import { z } from 'zod';

const listSchema = z.object({ items: z.array(z.unknown()) });

/** The findings of a namespace, or of all, as the API server has them. */
export async function findingsOf(cluster: Cluster, namespace?: string): Promise<readonly StoredFinding[]> {
  const place = namespace === undefined ? '' : `/namespaces/${namespace}`;
  const answer = await cluster.get(`/apis/${API_VERSION}${place}/${PLURAL}`);
  if (answer?.status !== 200) throw new Error(`no findings: ${answer?.body ?? 'no answer'}`);
  return listSchema.parse(JSON.parse(answer.body)).items.map((object) => {
    const parsed = parseStoredFinding(object);
    if (parsed.kind === 'refused') throw new Error(`no finding: ${parsed.reason}`);
    return parsed.finding;
  });
}

/** The one about an init container of a workload, once it has a status. */
export async function findingOf(
  cluster: Cluster,
  namespace: string,
  workload: string,
  container: string,
): Promise<(StoredFinding & { readonly status: NonNullable<StoredFinding['status']> }) | undefined> {
  for (const finding of await findingsOf(cluster, namespace)) {
    const { spec, status } = finding;
    if (spec.workloadRef.name === workload && spec.container === container && status !== undefined)
      return { ...finding, status };
  }
  return undefined;
}
