import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './binaries.ts';
import { attempt, run } from './command.ts';
import type { Layout } from './layout.ts';
import { lock } from './lock.ts';
import { prepareMachine, restoreMachine } from './machine.ts';
import { silent } from './report.ts';

/** The addresses of one cluster's network. */
export interface Network {
  readonly subnet: number;
  readonly podCidr: string;
  /** The bridge's own address: pods reach the host's services here. */
  readonly hostAddress: string;
  readonly serviceCidr: string;
  /** ClusterIP of the Service `kubernetes`. */
  readonly apiServiceAddress: string;
}

/** The addresses that go with a subnet's number. */
export function networkOf(subnet: number): Network {
  return {
    subnet,
    podCidr: `10.213.${subnet}.0/24`,
    hostAddress: `10.213.${subnet}.1`,
    serviceCidr: `10.214.${subnet}.0/24`,
    apiServiceAddress: `10.214.${subnet}.1`,
  };
}

async function freeSubnet(): Promise<number> {
  const inUse = (await run('ip', ['-o', '-4', 'address'])) + (await run('ip', ['-o', '-4', 'route']));
  for (let subnet = 1; subnet < 250; subnet += 1) {
    const { hostAddress, podCidr } = networkOf(subnet);
    if (!inUse.includes(`${hostAddress}/`) && !inUse.includes(podCidr)) return subnet;
  }
  throw new Error('every 10.213.x.0/24 is in use');
}

/** Makes the cluster's bridge on a /24 nobody uses. */
export async function createBridge(layout: Layout): Promise<Network> {
  const held = await lock('subnets', 'choice of a subnet', silent);
  try {
    const network = networkOf(await freeSubnet());
    // Without one of its own it takes the lowest of its ports', so that it changes as pods come and go: what a pod sends to
    // the address it remembers is lost for as long as it does.
    const address = ['address', layout.bridgeAddress];
    await run('ip', ['link', 'add', layout.bridge, ...address, 'type', 'bridge']);
    await run('ip', ['address', 'add', `${network.hostAddress}/24`, 'dev', layout.bridge]);
    await run('ip', ['link', 'set', layout.bridge, 'up']);
    prepareMachine();
    return network;
  } finally {
    held.release();
  }
}

/** The rules of one cluster: the API server's ClusterIP (there is no kube-proxy), and the way out. */
export async function createRules(layout: Layout, network: Network, apiPort: number): Promise<void> {
  const mark = ['-m', 'comment', '--comment', layout.mark];
  const { bridge } = layout;
  const toApi = ['-i', bridge, '-d', network.apiServiceAddress, '-p', 'tcp', '--dport', '443'];
  const target = ['-j', 'DNAT', '--to-destination', `${network.hostAddress}:${apiPort}`];
  const outward = ['-s', network.podCidr, '!', '-d', network.podCidr];
  const rules = [
    ['-t', 'nat', '-I', 'PREROUTING', ...toApi, ...mark, ...target],
    ['-t', 'nat', '-I', 'POSTROUTING', ...outward, ...mark, '-j', 'MASQUERADE'],
    ['-I', 'INPUT', '-i', bridge, ...mark, '-j', 'ACCEPT'],
    ['-I', 'FORWARD', '-i', bridge, ...mark, '-j', 'ACCEPT'],
    ['-I', 'FORWARD', '-o', bridge, ...mark, '-j', 'ACCEPT'],
  ];
  for (const rule of rules) await run('iptables', ['-w', ...rule]);
}

async function removeRules(layout: Layout): Promise<void> {
  if (!onPath('iptables-save')) return;
  for (const table of ['nat', 'filter']) {
    const saved = await attempt('iptables-save', ['-t', table]);
    for (const line of saved.stdout.split('\n')) {
      if (!line.startsWith('-A ') || !line.includes(`--comment ${layout.mark} `)) continue;
      await run('iptables', ['-w', '-t', table, '-D', ...line.slice(3).split(' ')]);
    }
  }
}

async function removeBridge(layout: Layout): Promise<void> {
  const ports = join('/sys/class/net', layout.bridge, 'brif');
  if (!existsSync(ports)) return;
  for (const port of readdirSync(ports)) await attempt('ip', ['link', 'delete', port]);
  await run('ip', ['link', 'delete', layout.bridge]);
}

/** Takes away bridge, rules and the forwarding switch; right also when there are none. */
export async function removeNetwork(layout: Layout): Promise<void> {
  const held = await lock('subnets', 'removal of a network', silent);
  try {
    await removeRules(layout);
    await removeBridge(layout);
    restoreMachine();
  } finally {
    held.release();
  }
}

/** Writes the CNI configuration and a folder of plugins in which ADD fails while the file `fail` exists. */
export function writeCni(layout: Layout, network: Network, plugins: string): { conf: string; bin: string } {
  const [conf, bin] = [join(layout.root, 'cni', 'conf'), join(layout.root, 'cni', 'bin')];
  for (const folder of [conf, bin]) mkdirSync(folder, { recursive: true });
  const list = {
    cniVersion: '0.4.0',
    name: layout.mark,
    plugins: [
      {
        type: 'lab-bridge',
        bridge: layout.bridge,
        isGateway: true,
        ipam: {
          type: 'host-local',
          dataDir: join(layout.root, 'cni', 'addresses'),
          ranges: [[{ subnet: network.podCidr, gateway: network.hostAddress }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  };
  writeFileSync(join(conf, '10-lab.conflist'), JSON.stringify(list, null, 2));
  const failure = '{"cniVersion":"0.4.0","code":11,"msg":"network switched off by the lab"}';
  const fails = `[ "$CNI_COMMAND" = ADD ] && [ -e '${networkFailure(layout)}' ]`;
  const script = `#!/bin/sh\nif ${fails}; then echo '${failure}'; exit 1; fi\nexec '${join(plugins, 'bridge')}'\n`;
  writeFileSync(join(bin, 'lab-bridge'), script, { mode: 0o755 });
  for (const plugin of ['host-local', 'loopback']) {
    writeFileSync(join(bin, plugin), `#!/bin/sh\nexec '${join(plugins, plugin)}'\n`, { mode: 0o755 });
  }
  return { conf, bin };
}

/** While this file exists no new pod gets a network. */
export function networkFailure(layout: Layout): string {
  return join(layout.root, 'cni', 'fail');
}
