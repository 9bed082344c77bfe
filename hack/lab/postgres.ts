import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command.ts';
import { startComponent, stopComponent, untilReady } from './components.ts';
import { ensurePackages, postgresNeeds, postgresPrograms } from './debian.ts';
import type { Layout } from './layout.ts';
import { freePort } from './ports.ts';
import { type Report, silent } from './report.ts';

/** A private PostgreSQL server. */
export interface Postgres {
  readonly name: string;
  /** Reachable from pods and from the host. */
  readonly host: string;
  readonly port: number;
  /** Superuser without a password, database `postgres`. */
  readonly url: string;
  /** Runs SQL and returns the rows, unaligned, fields separated by `|`. */
  sql(text: string, database?: string): Promise<string>;
  stop(): Promise<void>;
}

// PostgreSQL refuses to run as root.
async function asPostgres(): Promise<{ readonly prefix: string[]; readonly own: (folder: string) => void }> {
  if (process.getuid?.() !== 0) return { prefix: [], own: () => undefined };
  const [uid, gid] = [
    Number(await run('id', ['-u', 'postgres'])),
    Number(await run('id', ['-g', 'postgres'])),
  ];
  return {
    prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'],
    own: (folder) => chownSync(folder, uid, gid),
  };
}

async function initialise(bin: string, prefix: readonly string[], folder: string): Promise<void> {
  const [program, ...args] = [...prefix, join(bin, 'initdb')];
  const options = [
    '--auth=trust',
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ];
  await run(program, [...args, ...options, `--pgdata=${folder}`], { cwd: '/' });
}

function serverCommand(bin: string, folder: string, host: string, port: number, allowed: string): string[] {
  const settings = {
    listen_addresses: host === '127.0.0.1' ? host : `${host},127.0.0.1`,
    port: String(port),
    hba_file: allowed,
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    log_statement: 'all',
    log_line_prefix: '%m [%p] %q%u@%d %h ',
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return [join(bin, 'postgres'), '-D', folder, ...flags];
}

/** Starts a private PostgreSQL on the address pods use for the host and on loopback. */
export async function startPostgres(
  layout: Layout,
  hostAddress: string,
  name = 'postgres',
  report: Report = silent,
): Promise<Postgres> {
  await ensurePackages(postgresNeeds, report);
  const bin = postgresPrograms();
  if (bin === undefined) throw new Error('PostgreSQL is not installed');
  const { prefix, own } = await asPostgres();
  const home = join(layout.root, name);
  const [data, allowed, port] = [join(home, 'data'), join(home, 'pg_hba.conf'), await freePort()];
  mkdirSync(data, { recursive: true, mode: 0o700 });
  for (const folder of [home, data]) own(folder);
  await initialise(bin, prefix, data);
  // The lab's subnet and loopback only; nothing here is worth a password.
  writeFileSync(
    allowed,
    ['127.0.0.1/32', `${hostAddress}/24`].map((from) => `host all all ${from} trust\n`).join(''),
  );
  own(allowed);
  await startComponent(layout, {
    name,
    command: [...prefix, ...serverCommand(bin, data, hostAddress, port, allowed)],
    stopSignal: 'SIGQUIT',
  });
  const answers = async () =>
    (await attempt(join(bin, 'pg_isready'), ['-q', '-h', hostAddress, '-p', String(port)])).code === 0;
  await untilReady(layout, name, answers, undefined, 60_000);
  writeFileSync(join(home, 'port'), String(port));
  return handle(layout, bin, hostAddress, name, port);
}

/** The private PostgreSQL of this name that was started before. */
export function openPostgres(layout: Layout, hostAddress: string, name = 'postgres'): Postgres {
  const port = Number(readFileSync(join(layout.root, name, 'port'), 'utf8'));
  return handle(layout, postgresPrograms() ?? '', hostAddress, name, port);
}

function handle(layout: Layout, bin: string, hostAddress: string, name: string, port: number): Postgres {
  const home = join(layout.root, name);
  return {
    name,
    host: hostAddress,
    port,
    url: `postgresql://postgres@${hostAddress}:${port}/postgres`,
    sql: (text, database = 'postgres') => query(bin, hostAddress, port, database, text),
    stop: async () => {
      await stopComponent(layout, name);
      for (const folder of [home, join(layout.pids, name), join(layout.specs, name)]) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

async function query(
  bin: string,
  host: string,
  port: number,
  database: string,
  text: string,
): Promise<string> {
  const where = ['-h', host, '-p', String(port), '-U', 'postgres', '-d', database];
  const how = ['--no-psqlrc', '--tuples-only', '--no-align', '--quiet', '-v', 'ON_ERROR_STOP=1'];
  return (await run(join(bin, 'psql'), [...where, ...how, '--file=-'], { input: text })).trim();
}
