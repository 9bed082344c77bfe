import type { KubeSource } from '../kube/transport/source.ts';

/** The cluster that `--kubeconfig` and `--context` name. */
export function kubeSource(options: { readonly kubeconfig?: string; readonly context?: string }): KubeSource {
  const context = options.context === undefined ? {} : { context: options.context };
  if (options.kubeconfig === undefined) return { kind: 'default', ...context };
  return { kind: 'file', path: options.kubeconfig, ...context };
}
