import { parseStoredFinding } from '../../api/parse.ts';
import { PLURAL } from '../../api/group.ts';
import { systemClock } from '../../clock.ts';
import type { Finding } from '../../core/model/finding.ts';
import { objectPath, RESOURCES } from '../../kube/reflect/kinds.ts';
import { KubeFailure } from '../../kube/transport/failure.ts';
import { KubeSourceError, loadKubeConfig } from '../../kube/transport/source.ts';
import { openTransport } from '../../kube/transport/transport.ts';
import { CliError } from '../cliError.ts';
import type { ClusterOptions } from '../cluster.ts';
import { kubeSource } from '../kubeSource.ts';

/** Where a finding is looked for. */
export interface FindingOptions extends ClusterOptions {
  readonly namespace?: string;
}

/** One finding as it stands in the cluster; throws a CliError where it cannot be had. */
export async function liveFinding(name: string, options: FindingOptions): Promise<Finding> {
  try {
    const namespace = options.namespace ?? namespaceOf(options);
    return read(name, await fetched(namespace, name, options));
  } catch (error) {
    if (error instanceof KubeFailure || error instanceof KubeSourceError)
      throw new CliError('', error.what, error.cure);
    throw error;
  }
}

/** As kubectl has it: that of the context, else default. */
function namespaceOf(options: FindingOptions): string {
  const config = loadKubeConfig(kubeSource(options));
  return config.getContextObject(config.getCurrentContext())?.namespace ?? 'default';
}

async function fetched(namespace: string, name: string, options: FindingOptions): Promise<unknown> {
  const transport = openTransport(kubeSource(options), systemClock);
  try {
    const path = objectPath(RESOURCES.InitContainerFinding, namespace, name);
    return await (await transport.request('GET', path)).json();
  } catch (error) {
    if (!(error instanceof KubeFailure) || error.status !== 404) throw error;
    throw new CliError(
      '',
      `no finding '${name}' in namespace '${namespace}'`,
      `kubectl get ${PLURAL} -A lists all`,
    );
  } finally {
    await transport.close();
  }
}

function read(name: string, object: unknown): Finding {
  const parsed = parseStoredFinding(object);
  if (parsed.kind === 'refused')
    throw new CliError(
      '',
      `finding '${name}' cannot be read: ${parsed.reason}`,
      'give this version the CRD it comes with',
    );
  const { finding } = parsed;
  if (finding.status === undefined)
    throw new CliError(
      '',
      `finding '${name}' has no status that can be read`,
      'the operator writes it anew; look again',
    );
  return { ...finding, status: finding.status };
}
