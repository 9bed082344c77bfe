import type { Check } from './checks.ts';
import { metricLines } from './metrics.ts';
import { chapter, say, show } from './narrator.ts';
import type { Stage } from './stage.ts';

/** The chown that nobody needs to hear of. */
export async function quietScene({ audience, operator }: Stage): Promise<readonly Check[]> {
  chapter('What is left in peace');
  say(
    'Deployment "cache" changes the owner of its own volume in an init container. That is legitimate: one metric says that it exists, and no object is made.',
  );
  const pattern = '^confessor_init_container_info.*workload="cache"';
  const lines = await metricLines(operator, new RegExp(pattern));
  show(`curl -s ${operator}/metrics | grep '${pattern}'`, lines.join('\n'));
  const findings = audience.workloads().filter((workload) => workload === 'cache').length;
  return [
    {
      what: 'the chown is seen and has no finding',
      wanted: '1 series, 0 findings',
      measured: `${lines.length} series, ${findings} findings`,
      seen: lines.length === 1 && findings === 0,
    },
  ];
}
