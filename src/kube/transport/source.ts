import { statSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';

/**
 * Where the cluster and the credentials come from. `files` is the list that $KUBECONFIG holds; `default` is what kubectl does
 * without one: the home folder's file, and inside a pod its service account.
 */
export type KubeSource =
  | { readonly kind: 'file'; readonly path: string; readonly context?: string }
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly context?: string }
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
  const config = load(source);
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

function load(source: KubeSource): KubeConfig {
  switch (source.kind) {
    case 'file':
      return fromFile(source.path);
    case 'files':
      return merged(source.paths);
    case 'inCluster':
      return read(placeOf(source), (config) => config.loadFromCluster());
    case 'default':
      return read(placeOf(source), (config) => config.loadFromDefault());
  }
}

const fromFile = (path: string): KubeConfig =>
  read(`the kubeconfig ${path}`, (config) => config.loadFromFile(path));

function read(place: string, into: (config: KubeConfig) => void): KubeConfig {
  const config = new KubeConfig();
  try {
    into(config);
    return config;
  } catch (error) {
    throw new KubeSourceError(
      `${place} cannot be read: ${reasonOf(error)}`,
      'name a kubeconfig file that exists and is valid',
      { cause: error },
    );
  }
}

/** As kubectl has it: files that are missing or empty count for nothing, and the first that names something decides on it. */
function merged(paths: readonly string[]): KubeConfig {
  const configs = paths.filter(holdsSomething).map(fromFile);
  if (configs.length === 0) {
    throw new KubeSourceError(
      `no file of $KUBECONFIG exists (${paths.join(', ')})`,
      'set it to a kubeconfig that exists, or name one with --kubeconfig FILE',
    );
  }
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: firstOfName(configs.flatMap(({ clusters }) => clusters)),
    users: firstOfName(configs.flatMap(({ users }) => users)),
    contexts: firstOfName(configs.flatMap(({ contexts }) => contexts)),
    currentContext: configs.map(({ currentContext }) => currentContext).find(Boolean),
  });
  return config;
}

function holdsSomething(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (stats.size > 0 || stats.isFIFO());
}

function firstOfName<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  return all.filter(({ name }, at) => all.findIndex((one) => one.name === name) === at);
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
  if (source.kind === 'files') return 'the kubeconfig of $KUBECONFIG';
  return source.kind === 'inCluster' ? "the pod's service account" : 'the default kubeconfig';
}

/** Lines after the first quote the file, and so its secrets. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.split('\n')[0] ?? said;
}
