import { Controller } from '../../../src/controller/controller.ts';
import type { FindingWriter, WriteResult } from '../../../src/controller/ports.ts';
import { RateLimiter, WRITE_RATE } from '../../../src/controller/rateLimiter.ts';
import { Reconciler } from '../../../src/controller/reconciler.ts';
import { WRITE_PACE } from '../../../src/controller/track.ts';
import { createEngine } from '../../../src/core/createEngine.ts';
import type { Observation } from '../../../src/core/model/facts.ts';
import type { Finding, StoredFinding } from '../../../src/core/model/finding.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/core/model/thresholds.ts';
import { FindingStore } from '../../../src/kube/reflect/sinks.ts';
import { EPOCH } from '../../build/clock.ts';
import { ALEMBIC } from '../../build/container.ts';
import { stored } from '../../build/finding.ts';
import { keptHere } from '../../build/heap.ts';
import { ManualClock } from '../../build/manualClock.ts';
import { namespace } from '../../build/namespace.ts';
import { node } from '../../build/node.ts';
import type { Builder, OwnerReference } from '../../build/object.ts';
import { factOf } from '../../build/observation.ts';
import { pod, type Pod } from '../../build/pod.ts';
import { replicaSet } from '../../build/replicaset.ts';
import { failed, running, succeeded } from '../../build/state.ts';
import { deployment, job } from '../../build/workload.ts';

const HOUR = 3_600_000;
/** Everything that a window, a hold or a retention keeps goes within an hour. */
const THRESHOLDS = {
  ...DEFAULT_THRESHOLDS,
  raceHold: HOUR,
  repeatingWindow: HOUR,
  retain: HOUR,
};
const quiet = (): void => undefined;

/** Engine, controller and findings as the operator has them, over a server that collects the garbage of owners. */
class House implements FindingWriter {
  readonly clock = new ManualClock();
  readonly #engine = createEngine(THRESHOLDS);
  readonly #findings = new FindingStore((workload) => this.#controller.enqueue(workload), {
    synced: quiet,
    leftOut: quiet,
  });
  readonly #controller: Controller;
  #version = 0;

  constructor() {
    const log = { error: fail, warn: quiet, info: quiet, debug: quiet };
    const metrics = { wrote: quiet, reconciled: quiet };
    const reconciler = new Reconciler({
      engine: this.#engine,
      findings: this.#findings,
      writer: this,
      limiter: new RateLimiter(this.clock, WRITE_RATE),
      clock: this.clock,
      pace: WRITE_PACE,
      manager: 'confessor',
      log,
      metrics,
    });
    this.#controller = new Controller({ reconciler, clock: this.clock, log, metrics });
    this.#engine.synced(this.clock.now());
    this.#controller.start();
  }

  seen(...builders: readonly Builder[]): void {
    for (const builder of builders) this.#tell({ type: 'seen', fact: factOf(builder) });
  }

  gone(...builders: readonly Builder[]): void {
    for (const builder of builders) this.#tell({ type: 'gone', fact: factOf(builder) });
  }

  gap(inNamespace: string): void {
    this.#tell({ type: 'gap', kind: 'Pod', namespace: inNamespace });
  }

  /** The server removes what belonged to an owner that is gone. */
  collect(inNamespace: string): void {
    for (const object of this.#findings.all())
      if (object.namespace === inNamespace) this.#findings.observe({ type: 'gone', object });
  }

  async write(wanted: Finding): Promise<WriteResult> {
    this.#version += 1;
    const resourceVersion = `${this.#version}`;
    const object = stored(wanted, { resourceVersion });
    this.#findings.observe({ type: 'seen', object, isNew: true });
    return { kind: 'written', resourceVersion };
  }

  async remove(object: StoredFinding): Promise<WriteResult> {
    this.#findings.observe({ type: 'gone', object });
    return { kind: 'written' };
  }

  #tell(observation: Observation): void {
    for (const workload of this.#engine.observe(observation, this.clock.now()))
      this.#controller.enqueue(workload, 200);
  }
}

function fail(message: string, fields?: object): void {
  throw new Error(`${message} ${JSON.stringify(fields)}`);
}

/** What one tenant makes, in the order in which it appears, and all there is of it before it goes. */
interface Life {
  readonly beside: readonly Builder[];
  readonly of: (one: Pod) => Pod;
}

type Way = (name: string) => Life;

const foreign = (name: string): OwnerReference => ({
  apiVersion: 'apps.kruise.io/v1alpha1',
  kind: 'CloneSet',
  name,
  uid: `clone-set-${name}`,
});

/** A Deployment, a Job, a workload of a kind that nobody may read, and a pod that is alone. */
const WAYS: readonly Way[] = [
  (name) => {
    const workload = deployment(name).namespace(name).init('migrate').revision('1');
    const revision = replicaSet(workload, 'h1').revision(1);
    return { beside: [workload, revision], of: (one) => one.ownedBy(revision).hash('h1') };
  },
  (name) => {
    const work = job(name).namespace(name).init('migrate');
    return { beside: [work], of: (one) => one.ownedBy(work).restartPolicy('Never') };
  },
  (name) => ({ beside: [], of: (one) => one.ownedBy(foreign(name)) }),
  () => ({ beside: [], of: (one) => one }),
];

async function live(house: House, way: Way, name: string): Promise<void> {
  const now = (house.clock.now() - EPOCH) / 1000;
  const { beside, of } = way(name);
  const place = [namespace(name), node(name)];
  const base = of(pod(`${name}-1`).namespace(name))
    .node(name)
    .at(now);
  const a1 = failed(`${name}-a`, { from: now + 1, to: now + 2 });
  house.seen(...place, ...beside, base.init('migrate', running(`${name}-a`, { at: now + 1 })));
  house.gap(name);
  const last = base
    .init('migrate', succeeded(`${name}-b`, { rc: 1, from: now + 3, to: now + 4, last: a1 }))
    .written(now + 4);
  house.seen(base.init('migrate', a1).written(now + 2), last);
  await house.clock.advance(20_000);
  house.gone(last, ...beside.toReversed(), ...place.toReversed());
  await house.clock.advance(1000);
  house.collect(name);
  await house.clock.advance(40_000);
}

/** As much as is remembered of what was deleted lately. */
const BURIED_MAX = 10_000;
/** Four lives each, in four generations: in the long run ten thousand. The first one lasts longer than anything is held back. */
const ROUNDS = process.env['CONFESSOR_LONG'] === '1' ? 625 : 100;
/** One life after the other, in all ways, beside a workload that lives on and changes; what the heap keeps after them. */
async function after(house: House, generation: number): Promise<number> {
  for (let index = 0; index < ROUNDS; index += 1) {
    house.seen(deployment('changing').init(`migrate-${generation}-${index}`, ALEMBIC).revision(`${index}`));
    for (const [way, make] of WAYS.entries()) await live(house, make, `${generation}-${way}-${index}`);
  }
  return await keptHere();
}

/** How much the heap grows with each generation of lives. */
async function growths(): Promise<readonly number[]> {
  const house = new House();
  for (let index = 0; index < BURIED_MAX / 3; index += 1) {
    const workload = deployment(`o-0-${index}`).namespace('o');
    house.gone(replicaSet(workload, 'h1'), workload, job(`o-0-${index}`).namespace('o'));
  }
  const kept: number[] = [];
  for (let generation = 0; generation < 4; generation += 1) kept.push(await after(house, generation));
  return kept.slice(1).map((bytes, index) => (bytes - (kept[index] ?? 0)) / ROUNDS);
}

process.stdout.write(JSON.stringify(await growths()));
