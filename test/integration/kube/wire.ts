import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../src/controller/ports.ts';
import type { Logger } from '../../../src/core/model/log.ts';
import { RESOURCES } from '../../../src/kube/reflect/kinds.ts';
import type {
  Change,
  Decoder,
  Kept,
  ReflectMetrics,
  ReflectorSink,
  WatchedKind,
} from '../../../src/kube/reflect/ports.ts';
import { Reflector } from '../../../src/kube/reflect/reflector.ts';
import { headerOf } from '../../../src/kube/reflect/wire.ts';
import type { KubeTransport } from '../../../src/kube/transport/transport.ts';
import { cluster } from '../cluster.ts';

export const wallClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
};

/** What a test keeps of an object: its name, its version and the whole of it. */
export interface Seen extends Kept {
  readonly object: unknown;
}

/** Takes anything with a uid, but for objects labelled `strange`, which it refuses. */
const decodeAny: Decoder<Seen> = (object) => {
  const { uid, name, namespace, resourceVersion } = headerOf(object);
  if (JSON.stringify(object).includes('"test/strange"')) return { kind: 'refused', reason: 'strange' };
  const place = namespace === undefined ? {} : { namespace };
  return { kind: 'kept', object: { uid, name, resourceVersion, ...place, object }, strange: [] };
};

/** Writes down, in order, what a reflector tells. */
export class Diary implements ReflectorSink<Seen>, ReflectMetrics, Logger {
  readonly changes: Change<Seen>[] = [];
  /** `seen NAME`, `gone NAME`, `gap`, `synced`, `left out`. */
  readonly lines: string[] = [];
  readonly problems: string[] = [];
  readonly events: string[] = [];

  observe(change: Change<Seen>): void {
    this.changes.push(change);
    this.lines.push(change.type === 'gap' ? 'gap' : `${change.type} ${change.object.name}`);
  }
  synced(): void {
    this.lines.push('synced');
  }
  leftOut(): void {
    this.lines.push('left out');
  }
  event(_kind: WatchedKind, type: string): void {
    this.events.push(type);
  }
  warn(message: string, fields?: object): void {
    this.problems.push(`${message} ${JSON.stringify(fields)}`);
  }
  error(message: string, fields?: object): void {
    this.warn(message, fields);
  }
  info(): void {}
  debug(): void {}
  listed(): void {}
  watched(): void {}
  relisted(): void {}
  gap(): void {}
  refused(): void {}
  strange(): void {}

  /** Lines since `from` that speak of objects whose names begin so. */
  about(prefix: string): string[] {
    return this.lines.filter((line) => line.split(' ')[1]?.startsWith(prefix) === true);
  }
}

export function reflect(
  kind: WatchedKind,
  transport: KubeTransport,
  diary: Diary,
  namespace?: string,
): Reflector<Seen> {
  return new Reflector<Seen>({
    resource: RESOURCES[kind],
    ...(namespace === undefined ? {} : { namespace }),
    decode: decodeAny,
    sink: diary,
    transport,
    clock: wallClock,
    // Short pauses: these tests wait for them.
    random: () => 0.1,
    log: diary,
    metrics: diary,
  });
}

/** Waits for a state of the world; says what was missing when it does not come. */
export async function until(what: string, holds: () => boolean, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${ms / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A kubeconfig whose token stands in a file of its own, as a pod's does. */
export function tokenFileConfig(
  token: string,
  { server = cluster().serverUrl, trusted = true } = {},
): { path: string; tokenFile: string } {
  const folder = mkdtempSync(join(cluster().folder, 'kube-'));
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, token);
  const path = join(folder, 'kubeconfig');
  const authority = trusted ? { 'certificate-authority': cluster().caFile } : {};
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server, ...authority } }],
    users: [{ name: 'me', user: { 'auth-provider': { name: 'tokenFile', config: { tokenFile } } } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'me' } }],
    'current-context': 'lab',
  };
  writeFileSync(path, JSON.stringify(config));
  return { path, tokenFile };
}

export function pod(namespace: string, name: string, labels: Record<string, string> = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: { containers: [{ name: 'main', image: 'none' }], terminationGracePeriodSeconds: 0 },
  };
}
