import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout.ts';

/** What the control plane is told. */
export interface ControlPlaneOptions {
  readonly address: string;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly apiPort: number;
  readonly controllerPort: number;
  readonly schedulerPort: number;
  readonly serviceCidr: string;
  readonly apiServiceAddress: string;
  readonly nodes: readonly string[];
  /** Whether the controller-manager and the scheduler run. */
  readonly controllers: boolean;
  readonly audit: boolean;
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly apiServerArgs: readonly string[];
  readonly controllerManagerArgs: readonly string[];
  readonly etcdArgs: readonly string[];
}

/** The tokens of those who come from outside the cluster's own service accounts. */
export interface Tokens {
  readonly admin: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  readonly nodes: Readonly<Record<string, string>>;
}

/** Writes the token file. */
export function createTokens(layout: Layout, nodes: readonly string[]): Tokens {
  const token = () => randomBytes(24).toString('hex');
  const tokens = {
    admin: token(),
    controllerManager: token(),
    scheduler: token(),
    nodes: Object.fromEntries(nodes.map((name) => [name, token()])),
  };
  const lines = [
    `${tokens.admin},lab-admin,lab-admin,"system:masters"`,
    `${tokens.controllerManager},system:kube-controller-manager,system:kube-controller-manager,`,
    `${tokens.scheduler},system:kube-scheduler,system:kube-scheduler,`,
    ...Object.entries(tokens.nodes).map(
      ([name, of]) => `${of},system:node:${name},system:node:${name},"system:nodes"`,
    ),
  ];
  writeFileSync(join(layout.pki, 'tokens.csv'), `${lines.join('\n')}\n`, { mode: 0o600 });
  return tokens;
}

/** Feature gates as a flag. */
export const gates = (featureGates: Readonly<Record<string, boolean>>) => {
  const list = Object.entries(featureGates).map(([gate, on]) => `${gate}=${on}`);
  return list.length === 0 ? [] : [`--feature-gates=${list.join(',')}`];
};
