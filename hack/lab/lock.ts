import { createHash } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from './report.ts';

/** A held lock. The kernel releases it when the holder dies, however it dies. */
export interface Lock {
  release(): void;
}

// An abstract Unix socket: exclusive, and without a file that could stay behind.
function addressOf(subject: string): string {
  return `\0confessor-lab-${createHash('sha256').update(subject).digest('hex').slice(0, 24)}`;
}

/** Takes the lock if nobody holds it. */
export function tryLock(subject: string): Promise<Lock | undefined> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(String(process.pid));
    });
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(addressOf(subject), () => {
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });
}

/** The process that holds the lock, as it says itself. */
export function lockHolder(subject: string): Promise<string> {
  return new Promise((resolve) => {
    let pid = '';
    const socket = connect(addressOf(subject));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      pid += chunk.toString('utf8');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(pid === '' ? 'unknown' : pid));
  });
}

/** Waits for the lock, saying now and then who holds it. */
export async function lock(
  subject: string,
  label: string,
  report: Report,
  signal?: AbortSignal,
): Promise<Lock> {
  for (let turn = 0; ; turn += 1) {
    const held = await tryLock(subject);
    if (held !== undefined) return held;
    if (turn % 40 === 4) report(`${label}: waiting for process ${await lockHolder(subject)}`);
    await sleep(200, undefined, signal === undefined ? {} : { signal });
  }
}
