import { setTimeout as sleep } from 'node:timers/promises';
import type { Builder, Json } from '../build/object.ts';
import type { Answer, Api } from '../operator/api.ts';
import { z } from 'zod';
import { type Place, translate } from './translate.ts';

const PLURALS: Readonly<Record<string, string>> = {
  Pod: '/api/v1/namespaces/NS/pods',
  Node: '/api/v1/nodes',
  ReplicaSet: '/apis/apps/v1/namespaces/NS/replicasets',
  Deployment: '/apis/apps/v1/namespaces/NS/deployments',
  StatefulSet: '/apis/apps/v1/namespaces/NS/statefulsets',
  DaemonSet: '/apis/apps/v1/namespaces/NS/daemonsets',
  Job: '/apis/batch/v1/namespaces/NS/jobs',
  CronJob: '/apis/batch/v1/namespaces/NS/cronjobs',
};

const identitySchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    annotations: z.record(z.string(), z.string()).optional(),
    deletionTimestamp: z.string().optional(),
  }),
});
const madeSchema = z.looseObject({
  metadata: z.looseObject({ uid: z.string(), generation: z.number().optional() }),
});

/** What stands on the server of one simulated object. */
interface Written {
  readonly path: string;
  readonly uid: string;
  bound: boolean;
  body: string;
  status: string;
  leaving: boolean;
}

const MIRROR = 'kubernetes.io/config.mirror';
/** A kubelet's grace for its pods, in seconds. */
const GRACE = 30;
const RETRY_MS = 300;
const TRIES = 400;

/**
 * Writes everything that a simulated cluster tells into a real API server, one write after the other, and each until it
 * stands there: what is told is never lost on this way.
 */
export class Scribe {
  /** Writes that stand. */
  writes = 0;
  readonly #api: Api;
  readonly #place: Place;
  readonly #written = new Map<string, Written>();
  readonly #removed = new Set<string>();
  #chain: Promise<void> = Promise.resolve();

  constructor(api: Api, namespace: string, epoch: number) {
    this.#api = api;
    this.#place = { namespace, epoch, uidOf: (simulated) => this.#uidOf(simulated) };
  }

  readonly tell = (type: 'seen' | 'gone', object: Builder): void => {
    const json = object.build();
    this.#chain = this.#chain.then(() => (type === 'seen' ? this.#put(json) : this.#remove(json)));
  };

  /** All that has been told stands. */
  written(): Promise<void> {
    return this.#chain;
  }

  /** Uids of objects that were there and are gone. */
  get removed(): ReadonlySet<string> {
    return this.#removed;
  }

  #uidOf(simulated: string): string {
    const written = this.#written.get(simulated);
    if (written === undefined) throw new Error(`nothing was told of ${simulated}`);
    return written.uid;
  }

  async #put(json: Json): Promise<void> {
    const { kind, metadata } = identitySchema.parse(json);
    const { body, status } = translate(json, this.#place);
    const known = this.#written.get(metadata.uid);
    // A kubelet makes the mirror of a static pod for its own node.
    if (known === undefined && MIRROR in (metadata.annotations ?? {}) && nodeIn(body) === undefined) return;
    const written = known ?? (await this.#create(kind, metadata.uid, body));
    if (known !== undefined && kind !== 'Pod' && kind !== 'Node') await this.#replace(known, kind, body);
    if (kind === 'Pod') await this.#bind(written, body);
    if (status !== undefined) await this.#tellStatus(written, status);
    if (metadata.deletionTimestamp !== undefined && !written.leaving) {
      written.leaving = true;
      await this.#send('DELETE', written.path, { gracePeriodSeconds: GRACE });
    }
  }

  async #create(kind: string, simulated: string, body: Json): Promise<Written> {
    const all = (PLURALS[kind] ?? '').replace('NS', this.#place.namespace);
    const path = `${all}/${identityName(body)}`;
    const answer = await this.#send('POST', all, body);
    const there = answer.status === 409 ? await this.#send('GET', path) : answer;
    const { metadata } = madeSchema.parse(there.body);
    const text = JSON.stringify(body);
    const bound = text.includes('"nodeName"');
    const written: Written = { path, uid: metadata.uid, bound, body: text, status: '', leaving: false };
    this.#written.set(simulated, written);
    if (kind in GENERATIONS) await this.#observe(written, metadata.generation);
    return written;
  }

  /** A new template, number of replicas, revision. */
  async #replace(written: Written, kind: string, body: Json): Promise<void> {
    const text = JSON.stringify(body);
    if (text === written.body) return;
    const { metadata } = madeSchema.parse((await this.#send('PUT', written.path, body)).body);
    written.body = text;
    if (kind in GENERATIONS) await this.#observe(written, metadata.generation);
  }

  /** Its controller has seen what was asked for. */
  async #observe({ path }: Written, generation = 1): Promise<void> {
    await this.#send('PATCH', `${path}/status`, { status: { observedGeneration: generation } });
  }

  async #bind(written: Written, body: Json): Promise<void> {
    const node = nodeIn(body);
    if (node === undefined || written.bound) return;
    written.bound = true;
    const metadata = { name: identityName(body) };
    const target = { apiVersion: 'v1', kind: 'Node', name: node };
    await this.#send('POST', `${written.path}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata,
      target,
    });
  }

  async #tellStatus(written: Written, status: Json): Promise<void> {
    const text = JSON.stringify(status);
    // A pod that nobody has looked after yet.
    const untouched = text.includes('"initContainerStatuses":[]') && written.status === '';
    if (text === written.status || untouched) return;
    written.status = text;
    await this.#send('PATCH', `${written.path}/status?fieldManager=kubelet`, { status });
  }

  async #remove(json: Json): Promise<void> {
    const { metadata } = identitySchema.parse(json);
    const written = this.#written.get(metadata.uid);
    if (written === undefined) return;
    const { status } = translate(json, this.#place);
    if (status !== undefined) await this.#tellStatus(written, status);
    await this.#send('DELETE', written.path, { gracePeriodSeconds: 0, propagationPolicy: 'Background' });
    this.#removed.add(written.uid);
  }

  /** Until the server has taken it. What it had taken already when it went away is not taken twice. */
  async #send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: Json,
  ): Promise<Answer> {
    let last = '';
    for (let turn = 0; turn < TRIES; turn += 1) {
      const answer = await this.#api.ask(method, path, body).catch((error: unknown) => {
        last = String(error);
        return undefined;
      });
      if (answer !== undefined && isDone(method, answer.status)) {
        this.writes += method === 'GET' ? 0 : 1;
        return answer;
      }
      if (answer !== undefined && answer.status < 500 && answer.status !== 429 && answer.status !== 401)
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 800)}`);
      if (answer !== undefined) last = JSON.stringify(answer.body).slice(0, 300);
      await sleep(RETRY_MS);
    }
    throw new Error(`${method} ${path}: ${last}`);
  }
}

const GENERATIONS: Readonly<Record<string, true>> = { Deployment: true, StatefulSet: true, DaemonSet: true };

function isDone(method: string, status: number): boolean {
  return (
    status < 300 ||
    (method === 'POST' && status === 409) ||
    ((method === 'DELETE' || method === 'PATCH') && status === 404)
  );
}

function identityName(body: Json): string {
  return z.looseObject({ metadata: z.looseObject({ name: z.string() }) }).parse(body).metadata.name;
}

function nodeIn(body: Json): string | undefined {
  return z.looseObject({ spec: z.looseObject({ nodeName: z.string().optional() }) }).parse(body).spec
    .nodeName;
}
