import { z } from 'zod';
import type { Cluster } from '../../../hack/lab/cluster.ts';

const ruleSchema = z.looseObject({ resources: z.array(z.string()) });
const roleSchema = z.object({ rules: z.array(ruleSchema) });

/** Takes a resource out of the shipped role while the body runs. */
export async function without(cluster: Cluster, resource: string, body: () => Promise<void>): Promise<void> {
  const role = roleSchema.parse(
    JSON.parse(await cluster.kubectl('get', 'clusterrole', 'confessor', '-o', 'json')),
  );
  const rules = role.rules.map((rule) => ({
    ...rule,
    resources: rule.resources.filter((one) => one !== resource),
  }));
  const patch = JSON.stringify({ rules });
  await cluster.kubectl('patch', 'clusterrole', 'confessor', '--type=merge', '-p', patch);
  try {
    await body();
  } finally {
    await cluster.kubectl('patch', 'clusterrole', 'confessor', '--type=merge', '-p', JSON.stringify(role));
  }
}
