import type { ContainerSpec, PodFact, WorkloadFact } from '../model/facts.ts';
import type { Cause } from '../model/names.ts';
import { type Millis, type Uid, type Version, versionOf } from '../model/refs.ts';
import { advance } from './advance.ts';
import { type Attempts, tallyOfAttempts } from './attempts.ts';
import type { ContainerTrack } from './containerTrack.ts';
import type { Ownership } from './owners.ts';
import { type Beginning, furtherCause, podCause } from './podCause.ts';
import { Revisions } from './revisions.ts';
import { Traces } from './traces.ts';
import { Carriers } from './carriers.ts';
import { mayRunHidden } from './unseenRuns.ts';
import { addTallies, EMPTY_TALLY, endedUnseen, type Run, type Tally } from './run.ts';

/** A living pod: its newest fact, and the ledger of each init container (R3). */
export interface PodTrack {
  fact: PodFact;
  /** Sandbox epoch (R11). */
  epoch: Millis | undefined;
  /** Boot id of its node, as soon as that was known after its sandbox was first seen; '' before. */
  bootId: string;
  /** It has had another sandbox before. */
  resandboxed: boolean;
  /** The newest version seen without a node. */
  unboundIn: Version | undefined;
  readonly attempts: Map<string, Attempts>;
  /** Why the pod came; settled when its first run is seen. */
  beginning: Beginning | undefined;
  /** It was made while nobody watched. */
  readonly unwatched: boolean;
  /** Its failure for good has been counted (R27). */
  failed: boolean;
  /** Init containers whose first runs to be seen are in the numbers already: an earlier life of the operator counted them. */
  readonly counted: Set<string>;
  /** Those of them that have not shown a run yet. */
  readonly unshown: Set<string>;
}

/** One workload: its pods, its init containers and the history of its revisions. */
export class WorkloadTrack {
  readonly ownership: Ownership;
  readonly pods = new Map<Uid, PodTrack>();
  readonly containers = new Map<string, ContainerTrack>();
  readonly revisions = new Revisions();
  readonly #traces = new Traces();
  readonly #carriers = new Carriers();
  template: WorkloadFact | undefined;
  /** When its last pod went; it may have others by now. */
  emptySince: Millis | undefined;
  /** Nobody watched between these: pods made then may stand for others that have come and gone. */
  unwatched: { readonly from: Millis; readonly to: Millis } = { from: 0, to: 0 };
  /** Ledgers of a static pod between two of its mirrors: its containers may run on under a new UID (R9). */
  readonly mirrored = new Map<string, Attempts>();

  constructor(ownership: Ownership) {
    this.ownership = ownership;
  }

  living(container: string): Tally {
    let sum = EMPTY_TALLY;
    for (const pod of this.pods.values()) {
      const attempts = pod.attempts.get(container);
      if (attempts !== undefined) sum = addTallies(sum, tallyOfAttempts(attempts));
    }
    const between = this.mirrored.get(container);
    return between === undefined ? sum : addTallies(sum, tallyOfAttempts(between));
  }

  /** Have all runs of its living pods been seen, as far as they have any to show? */
  showsAll(container: string): boolean {
    return [...this.pods.values()].every((pod) => {
      const known = pod.attempts.get(container);
      return known === undefined || (known.exact && !mayRunHidden(known.current, pod));
    });
  }

  /** Watching was interrupted until then: pods may have come and gone. */
  miss(at: Millis): void {
    this.unwatched = { from: 0, to: at };
    for (const container of this.containers.values()) container.lose(at);
  }

  /** Takes a version of a pod; returns the runs that are new or changed. */
  seePod(fact: PodFact, bootId: string): readonly Run[] {
    const pod = this.pods.get(fact.uid) ?? this.addPod(fact, { counted: new Set(), attempts: new Map() });
    const epoch = epochOf(pod, fact);
    pod.resandboxed ||= pod.epoch !== undefined && epoch !== pod.epoch;
    if (fact.node === '') pod.unboundIn = versionOf(fact.resourceVersion);
    const { unboundIn, resandboxed } = pod;
    const runs: Run[] = [];
    for (const init of fact.init) {
      if (init.spec.sidecar) continue;
      // R16: each by its own id; that one ran again says nothing of the next.
      const before = pod.attempts.get(init.spec.name) ?? this.#mirroredAttempts(fact, init.spec.name);
      const step = advance(before, { init, pod: fact, epoch, resandboxed, bootId, unboundIn });
      if (step.attempts !== undefined) pod.attempts.set(init.spec.name, step.attempts);
      if (step.runs.length > 0)
        this.containers.get(init.spec.name)?.runCount.countIn(versionOf(fact.resourceVersion));
      runs.push(...step.runs);
    }
    pod.fact = fact;
    if (pod.bootId === '' || pod.epoch !== epoch) pod.bootId = bootId;
    pod.epoch = epoch;
    this.#carriers.see(fact);
    this.#traces.see(fact, false, pod.attempts.size > 0);
    return runs;
  }

  /** Opens a pod, with what an earlier life of the operator knew of it. */
  addPod(
    fact: PodFact,
    past: { readonly counted: ReadonlySet<string>; readonly attempts: ReadonlyMap<string, Attempts> },
  ): PodTrack {
    const pod: PodTrack = {
      fact,
      epoch: undefined,
      bootId: '',
      resandboxed: false,
      unboundIn: undefined,
      attempts: new Map(past.attempts),
      beginning: undefined,
      unwatched: fact.createdAt > this.unwatched.from && fact.createdAt < this.unwatched.to,
      failed: false,
      counted: new Set(past.counted),
      unshown: new Set(past.counted),
    };
    this.pods.set(fact.uid, pod);
    return pod;
  }

  /** A pod of an earlier life has been attributed then; only its later runs, in place, have causes of their own. */
  assumeCause(podUid: Uid): void {
    const pod = this.pods.get(podUid);
    if (pod !== undefined) pod.beginning = { cause: undefined };
  }

  /** The pod's own cause, found when its first run is seen: by then its ReplicaSet and its siblings are known. */
  beginningOf(pod: PodTrack): Beginning {
    pod.beginning ??= { cause: this.#arrival(pod.fact), ifPreceded: () => this.#furtherCause(pod) };
    return pod.beginning;
  }

  #furtherCause({ fact, unwatched }: PodTrack): Cause {
    return unwatched ? 'Unknown' : furtherCause(this.ownership.ref.kind, fact, this.#traces.others(fact));
  }

  /** Closes a pod: its attempts move to the sums, exactly once (R48). A run whose end was never seen is Unknown. */
  closePod(fact: PodFact): readonly {
    readonly container: string;
    readonly tally: Tally;
    readonly last: Run;
    readonly exact: boolean;
  }[] {
    const pod = this.pods.get(fact.uid);
    this.pods.delete(fact.uid);
    this.#carriers.forget(fact.uid);
    for (const container of this.containers.values()) container.troubles.delete(fact.uid);
    this.#traces.see(pod?.fact ?? fact, true, false);
    if (fact.mirror) {
      this.#keepMirrored(pod);
      return [];
    }
    if (pod === undefined) return [];
    return [...pod.attempts].map(([container, attempts]) => {
      const last = endedUnseen(attempts.current);
      return {
        container,
        tally: tallyOfAttempts({ ...attempts, current: last }),
        last,
        exact: attempts.exact && !mayRunHidden(last, pod),
      };
    });
  }

  /** The init containers that the workload has now: of its newest pods, else of the template. Sidecars are not among them. */
  present(): readonly ContainerSpec[] {
    const specs = new Map<string, ContainerSpec>();
    for (const spec of this.template?.init ?? []) if (!spec.sidecar) specs.set(spec.name, spec);
    for (const spec of this.#carriers.specs()) specs.set(spec.name, spec);
    return [...specs.values()];
  }

  #arrival(pod: PodFact): Cause | undefined {
    const earlier = this.#traces.earlier(pod);
    const { kind } = this.ownership.ref;
    const before = this.revisions.current();
    const { cause, replaces } = podCause({
      pod,
      kind,
      earlier,
      revisions: this.revisions,
      past: [...this.containers.values()].some((container) => container.runCount.isRecalled),
      unwatched: this.pods.get(pod.uid)?.unwatched === true,
    });
    this.revisions.begin(pod);
    if (replaces !== undefined) this.#traces.replace(replaces);
    if (before !== undefined && this.revisions.current() !== before) this.#traces.replaceAll();
    return cause;
  }

  /** R9: the containers of a static pod run on whatever becomes of its mirror, of which there may be two for a moment. */
  #mirroredAttempts(fact: PodFact, container: string): Attempts | undefined {
    if (!fact.mirror) return undefined;
    const between = this.mirrored.get(container);
    this.mirrored.delete(container);
    if (between !== undefined) return between;
    const before = [...this.pods.values()].find(
      (pod) => pod.fact.uid !== fact.uid && pod.attempts.has(container),
    );
    const attempts = before?.attempts.get(container);
    before?.attempts.delete(container);
    return attempts;
  }

  #keepMirrored(pod: PodTrack | undefined): void {
    for (const [container, attempts] of pod?.attempts ?? []) this.mirrored.set(container, attempts);
  }
}

/** R11: while the condition is False a run still belongs to the old sandbox. */
function epochOf(pod: PodTrack, fact: PodFact): Millis | undefined {
  const ready = fact.conditions.sandboxReady;
  return ready?.status === 'True' ? (ready.at ?? pod.epoch) : pod.epoch;
}
