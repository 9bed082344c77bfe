import type { Command } from 'commander';

/** Which cluster a command talks to. */
export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Adds `--kubeconfig` and `--context`. */
export function withCluster(command: Command): Command {
  return command
    .option(
      '--kubeconfig <file>',
      'as kubectl takes it; default: $KUBECONFIG, ~/.kube/config, the service account',
    )
    .option('--context <name>', 'context of the kubeconfig');
}
