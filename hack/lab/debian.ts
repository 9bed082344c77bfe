import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './binaries.ts';
import { type Report, step } from './report.ts';

/** A Debian package and how to see that what it brings is there. */
interface Requirement {
  readonly package: string;
  readonly present: () => boolean;
}

const cniFolders = ['/usr/lib/cni', '/opt/cni/bin'];

/** The folder of the CNI plugins. */
export function cniPlugins(): string | undefined {
  return cniFolders.find(
    (folder) => existsSync(join(folder, 'bridge')) && existsSync(join(folder, 'host-local')),
  );
}

/** A busybox that needs no libraries, so that it runs in an image of its own. */
export function staticBusybox(): string | undefined {
  return ['/bin/busybox', '/usr/bin/busybox'].find(
    (file) => existsSync(file) && !readFileSync(file).includes('/ld-linux'),
  );
}

/** The newest PostgreSQL's programs. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

const onPathAs = (debianPackage: string, program: string): Requirement => ({
  package: debianPackage,
  present: () => onPath(program),
});

const openssl = onPathAs('openssl', 'openssl');

/** What a control plane alone takes from the system. */
export const controlPlaneNeeds: readonly Requirement[] = [openssl];

/** What a node takes from the system. */
export const nodeNeeds: readonly Requirement[] = [
  openssl,
  onPathAs('containerd', 'containerd'),
  onPathAs('runc', 'runc'),
  { package: 'containernetworking-plugins', present: () => cniPlugins() !== undefined },
  onPathAs('iptables', 'iptables'),
  onPathAs('iproute2', 'ip'),
  onPathAs('util-linux', 'nsenter'),
  { package: 'busybox-static', present: () => staticBusybox() !== undefined },
];

/** What a private PostgreSQL takes from the system. */
export const postgresNeeds: readonly Requirement[] = [
  { package: 'postgresql', present: () => postgresPrograms() !== undefined },
];

const pythonModule = (debianPackage: string, module: string): Requirement => ({
  package: debianPackage,
  present: () => existsSync(join('/usr/lib/python3/dist-packages', module)),
});

const alembic = [onPathAs('alembic', 'alembic'), pythonModule('python3-psycopg2', 'psycopg2')];

/** The migration tools that pods of the node ring run with the system's own Python. */
export const migrationNeeds: readonly Requirement[] = [...alembic, pythonModule('python3-django', 'django')];

/** What the demonstration takes from the system beside a node and a PostgreSQL. */
export const demonstrationNeeds: readonly Requirement[] = [...alembic, onPathAs('prometheus', 'prometheus')];

function apt(args: readonly string[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const child = spawn('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal, killSignal: 'SIGTERM' as const }),
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      reject(
        new Error(
          `apt-get ${args.join(' ')} ended with ${code}:\n${said.join('').split('\n').slice(-20).join('\n')}`,
        ),
      );
    });
  });
}

function demandApt(packages: string): void {
  if (!onPath('apt-get')) {
    throw new Error(
      `these Debian packages (or what they bring) are needed, and there is no apt-get here: ${packages}`,
    );
  }
  if (process.getuid?.() !== 0)
    throw new Error(`not root, so these packages cannot be installed: ${packages}`);
}

/** Installs what is missing, after naming it. Does nothing at all when everything is there. */
export async function ensurePackages(
  needs: readonly Requirement[],
  report: Report,
  signal?: AbortSignal,
): Promise<void> {
  const missing = needs.filter((need) => !need.present());
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.package);
  demandApt(packages.join(' '));
  report(`installing on this system with apt-get: ${packages.join(' ')}`);
  await step(report, 'apt-get update', () => apt(['update', '-q'], signal));
  await step(report, `apt-get install ${packages.join(' ')}`, () =>
    apt(['install', '-y', '-q', '--no-install-recommends', ...packages], signal),
  );
  const still = missing.filter((need) => !need.present()).map((need) => need.package);
  if (still.length > 0)
    throw new Error(`installed, but what they should bring is not there: ${still.join(' ')}`);
}
