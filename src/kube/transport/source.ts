import { KubeConfig } from '@kubernetes/client-node';

/**
 * Where the cluster and the credentials come from. `default` is what kubectl does: $KUBECONFIG, the home folder's file, and
 * inside a pod its service account.
 */
export type KubeSource =
  | { readonly kind: 'file'; readonly path: string; readonly context?: string }
  | { readonly kind: 'inCluster' }
  | { readonly kind: 'default'; readonly context?: string };

/** What client-node makes up where there is neither a file nor a service account. */
const NOTHING_FOUND = 'http://localhost:8080';

/** The settings name no cluster that can be used: nothing but a change of them helps. */
export class KubeSourceError extends Error {
  readonly what: string;
  readonly cure: string;

  constructor(what: string, cure: string, options?: ErrorOptions) {
    super(`${what}; ${cure}`, options);
    this.what = what;
    this.cure = cure;
  }
}

/** Reads the configuration anew; throws KubeSourceError with the cure when there is no usable one. */
export function loadKubeConfig(source: KubeSource): KubeConfig {
  const config = new KubeConfig();
  try {
    load(config, source);
  } catch (error) {
    throw new KubeSourceError(
      `${placeOf(source)} cannot be read: ${reasonOf(error)}`,
      'name a kubeconfig file that exists and is valid',
      { cause: error },
    );
  }
  if (source.kind !== 'inCluster' && source.context !== undefined) select(config, source.context, source);
  if (source.kind === 'default' && config.getCurrentCluster()?.server === NOTHING_FOUND) {
    throw new KubeSourceError('no kubeconfig was found', 'name one with --kubeconfig FILE or $KUBECONFIG');
  }
  if (config.getCurrentCluster() === null) {
    throw new KubeSourceError(
      `${placeOf(source)} has no current cluster`,
      'choose one with kubectl config use-context or name a context',
    );
  }
  return config;
}

function load(config: KubeConfig, source: KubeSource): void {
  if (source.kind === 'file') config.loadFromFile(source.path);
  else if (source.kind === 'inCluster') config.loadFromCluster();
  else config.loadFromDefault();
}

function select(config: KubeConfig, context: string, source: KubeSource): void {
  if (config.getContextObject(context) === null) {
    throw new KubeSourceError(
      `${placeOf(source)} has no context ${context}`,
      'kubectl config get-contexts lists what there is',
    );
  }
  config.setCurrentContext(context);
}

function placeOf(source: KubeSource): string {
  if (source.kind === 'file') return `the kubeconfig ${source.path}`;
  return source.kind === 'inCluster' ? "the pod's service account" : 'the default kubeconfig';
}

/** Lines after the first quote the file, and so its secrets. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.split('\n')[0] ?? said;
}
