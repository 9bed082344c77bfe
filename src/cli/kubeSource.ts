import { delimiter } from 'node:path';
import type { KubeSource } from '../kube/transport/source.ts';
import type { ClusterOptions } from './cluster.ts';
import { environment } from '../settings/environment.ts';

/** The cluster that `--kubeconfig`, $KUBECONFIG and `--context` name. */
export function kubeSource(options: ClusterOptions): KubeSource {
  const context = options.context === undefined ? {} : { context: options.context };
  if (options.kubeconfig !== undefined) return { kind: 'file', path: options.kubeconfig, ...context };
  const list = environment()['KUBECONFIG'] ?? '';
  if (list === '') return { kind: 'default', ...context };
  return { kind: 'files', paths: list.split(delimiter).filter((path) => path !== ''), ...context };
}
