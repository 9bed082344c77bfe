import type { ExchangeResult } from '../../../src/core/model/names.ts';
import type { Logger, LogFields } from '../../../src/core/model/log.ts';
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
import { failureOfStatus, KubeFailure, parseStatus } from '../../../src/kube/transport/failure.ts';
import type { KubeResponse, KubeTransport, RequestOptions } from '../../../src/kube/transport/transport.ts';
import { ManualClock } from '../../build/manualClock.ts';

/** One answer of the server: a page, events of a watch, or a refusal. */
export type Answer =
  | { readonly page: readonly object[]; readonly version: string; readonly more?: string }
  | { readonly events: readonly object[]; readonly end?: 'clean' | 'cut' | 'open'; readonly raw?: string }
  | { readonly status: number; readonly reason?: string; readonly retryAfter?: string };

export function thing(uid: string, name = uid, version = '1', extra: object = {}): object {
  return { metadata: { uid, name, namespace: 'shop', resourceVersion: version }, ...extra };
}

export function event(type: string, object: object): object {
  return { type, object };
}

/** An API server that answers from a script, and then stays silent; and what a reflector makes of it. */
export class Script implements KubeTransport, ReflectorSink<Kept>, ReflectMetrics, Logger {
  readonly clock = new ManualClock();
  /** What the reflector told: `seen NAME`, `gone NAME/UID`, `gap`, `synced`, `left out`. */
  readonly told: string[] = [];
  /** What it asked: `list`, `list CONTINUE`, `watch VERSION`, each with the second. */
  readonly asked: string[] = [];
  readonly lines: string[] = [];
  readonly results: ExchangeResult[] = [];
  refusals = 0;
  /** Gaps as the metric counts them. */
  gaps = 0;
  readonly queries: NonNullable<RequestOptions['query']>[] = [];
  readonly reflector: Reflector<Kept>;
  readonly #answers: Answer[];
  readonly #start = this.clock.now();

  constructor(answers: readonly Answer[], decode: Decoder<Kept> = decodeThing) {
    this.#answers = [...answers];
    this.reflector = new Reflector<Kept>({
      resource: RESOURCES.Pod,
      decode,
      sink: this,
      transport: this,
      clock: this.clock,
      random: () => 0.999,
      log: this,
      metrics: this,
    });
  }

  async run(ms = 0): Promise<this> {
    this.reflector.start();
    await this.clock.advance(ms);
    return this;
  }

  async request(_method: string, _path: string, options: RequestOptions = {}): Promise<KubeResponse> {
    const { query = {}, signal } = options;
    this.queries.push(query);
    const second = Math.round((this.clock.now() - this.#start) / 1000);
    const what =
      query['watch'] === true ? `watch ${query['resourceVersion']}` : `list ${query['continue'] ?? ''}`;
    this.asked.push(`${what.trim()} @${second}`);
    const answer = this.#answers.shift() ?? { events: [], end: 'open' };
    if ('status' in answer) throw refused(answer);
    return { status: 200, contentType: '', json: () => Promise.resolve({}), body: bytes(answer, signal) };
  }

  observe(change: Change<Kept>): void {
    if (change.type === 'gap') this.told.push('gap');
    else this.told.push(`${change.type} ${change.object.name}/${change.object.uid}`);
  }
  synced(): void {
    this.told.push('synced');
  }
  leftOut(): void {
    this.told.push('left out');
  }
  listed(_kind: WatchedKind, result: ExchangeResult): void {
    this.results.push(result);
  }
  watched(_kind: WatchedKind, result: ExchangeResult): void {
    this.results.push(result);
  }
  refused(): void {
    this.refusals += 1;
  }
  warn(message: string, fields?: LogFields): void {
    this.lines.push(`${message}: ${fields?.['problem'] ?? fields?.['uid'] ?? fields?.['reason'] ?? ''}`);
  }
  error(message: string, fields?: LogFields): void {
    this.warn(message, fields);
  }
  info(message: string): void {
    this.lines.push(message);
  }
  debug(): void {}
  event(): void {}
  relisted(): void {}
  gap(): void {
    this.gaps += 1;
  }
  strange(): void {}
  async close(): Promise<void> {}
}

const decodeThing: Decoder<Kept> = (object) => {
  if (JSON.stringify(object).includes('explodes')) throw new Error('a fault of the decoder');
  const { uid, name, resourceVersion } = headerOf(object);
  if (JSON.stringify(object).includes('unreadable')) return { kind: 'refused', reason: 'unreadable' };
  return { kind: 'kept', object: { uid, name, namespace: 'shop', resourceVersion }, strange: [] };
};

function refused({ status, reason, retryAfter }: Extract<Answer, { status: number }>): KubeFailure {
  return failureOfStatus('GET pods', status, parseStatus({ reason, code: status }), retryAfter);
}

async function* bytes(
  answer: Exclude<Answer, { status: number }>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  if ('page' in answer) {
    const metadata = { resourceVersion: answer.version, continue: answer.more };
    yield Buffer.from(JSON.stringify({ metadata, items: answer.page }));
    return;
  }
  const text = answer.events.map((one) => `${JSON.stringify(one)}\n`).join('') + (answer.raw ?? '');
  if (text !== '') yield Buffer.from(text);
  if (answer.end === 'cut') throw new KubeFailure('broken', 'ECONNRESET');
  if (answer.end === 'clean') return;
  await new Promise<void>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new KubeFailure('aborted', 'aborted')));
  });
}
