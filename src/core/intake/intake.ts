import type { Clocks } from '../race/clocks.ts';
import { rememberShown, takeRun } from './takeRun.ts';
import { noteTroubles } from '../conditions/detectAll.ts';
import { countFailedPod } from './failedPod.ts';
import type { Departed } from './gathering.ts';
import { hear } from './hear.ts';
import { closePod, versionOfLeaving } from './leaving.ts';
import { listenTo, listenToAll } from './listen.ts';
import { LivingPods } from '../conditions/livingPods.ts';
import type { Fact, FactKind, PodFact, ReplicaSetFact, WorkloadFact } from '../model/facts.ts';
import type { LastWords } from '../model/lastWords.ts';
import { type Millis, type Uid, versionOf } from '../model/refs.ts';
import type { Thresholds } from '../model/thresholds.ts';
import type { Races } from '../race/races.ts';
import { refresh } from './refresh.ts';
import type { Sums } from '../memory/sums.ts';
import { type Owners, ownershipOf } from '../track/owners.ts';
import { unseenRuns } from '../track/unseenRuns.ts';
import type { WorkloadTrack } from '../track/workloadTrack.ts';
import { timeOf } from './timeOf.ts';
import { WaitingPods } from './waitingPods.ts';
import type { Workloads } from '../memory/workloads.ts';

const NOTHING: readonly Uid[] = [];
/** Kinds that a pod must have been seen with to be counted. */
const COUNTED_BY: ReadonlySet<FactKind> = new Set<FactKind>(['Pod', 'ReplicaSet', 'Job']);

interface Surroundings {
  readonly thresholds: Thresholds;
  readonly owners: Owners;
  readonly clocks: Clocks;
  readonly workloads: Workloads;
  readonly sums: Sums;
  readonly races: Races;
}

/** Takes facts, one at a time, into the workloads they are about; returns the workloads that changed. */
export class Intake {
  readonly #around: Surroundings;
  readonly #trackOfPod = new Map<Uid, WorkloadTrack>();
  readonly #waiting = new WaitingPods();
  readonly #living = new LivingPods();
  /** While the first facts come in, nothing follows from them yet: a loop whose pod has not been read is not over. */
  #starting = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Pods with init containers that are known now. */
  get pods(): number {
    return this.#trackOfPod.size;
  }

  /** All that is there when watching begins, in order; then what was written before of workloads that show nothing now. */
  start(facts: readonly Fact[], departed: readonly Departed[], at: Millis): readonly Uid[] {
    const { workloads } = this.#around;
    const went = new Map(departed.map(({ last }) => [last.uid, versionOf(last.resourceVersion)]));
    this.#starting = true;
    // Whether the holder of a lock lives is known only when all pods are.
    for (const fact of facts) if (fact.kind === 'Pod' && !went.has(fact.uid)) this.#living.see(fact);
    for (const fact of facts) this.seen(workloads.uncounted(fact, went.get(fact.uid)), at);
    for (const { last } of departed) this.gone(workloads.uncounted(last, went.get(last.uid)), at);
    workloads.recallOthers(at);
    workloads.closeRemembered();
    this.#starting = false;
    for (const track of workloads.tracks.values()) {
      listenToAll(track, this.#hearing());
      this.#refresh(track, at);
    }
    return [...workloads.tracks.keys()];
  }

  seen(fact: Fact, at: Millis): readonly Uid[] {
    switch (fact.kind) {
      case 'Namespace':
        this.#around.workloads.enterNamespace(fact.name);
        return NOTHING;
      case 'Node':
        return this.#changeNode(fact.name, () => this.#around.clocks.see(fact));
      case 'ReplicaSet':
        return this.#seenReplicaSet(fact, at);
      case 'Pod':
        return this.#seenPod(fact, at);
      default:
        return this.#seenWorkload(fact, at);
    }
  }

  gone(fact: Fact, at: Millis): readonly Uid[] {
    const { clocks, workloads } = this.#around;
    if (fact.kind === 'Pod') return this.#gonePod(fact, at);
    if (fact.kind === 'Node') return this.#changeNode(fact.name, () => clocks.forget(fact, at));
    if (fact.kind !== 'Namespace') return this.#goneWorkload(fact);
    workloads.leaveNamespace(fact.name, at);
    return NOTHING;
  }

  /** Pods, or what joins them to their workload, may have come and gone unseen. */
  gap(kind: FactKind, namespace: string | undefined, at: Millis): readonly Uid[] {
    return COUNTED_BY.has(kind) ? this.#around.workloads.lose(at, namespace) : NOTHING;
  }

  /** The log of a failed run says what its status did not. */
  said(words: LastWords, at: Millis): readonly Uid[] {
    const track = this.#trackOfPod.get(words.podUid);
    const run = track === undefined ? undefined : hear(track, words);
    const pod = track?.pods.get(words.podUid);
    if (track === undefined || run === undefined || pod === undefined) return NOTHING;
    listenTo(track, [run], this.#hearing());
    noteTroubles(track, pod, this.#around.thresholds);
    this.#refresh(track, at);
    return [...new Set([track.ownership.ref.uid, ...this.#around.races.take(track, run, at)])];
  }

  /** R32: whether the runs of a node are believed depends on whether it answers. */
  #changeNode(name: string, change: () => void): readonly Uid[] {
    const { clocks, races } = this.#around;
    const before = clocks.fresh(name);
    change();
    if (clocks.fresh(name) === before) return NOTHING;
    const tracks = [...this.#trackOfPod].filter(([pod, track]) => track.pods.get(pod)?.fact.node === name);
    return [...new Set(tracks.flatMap(([, track]) => [track.ownership.ref.uid, ...races.doubt(track)]))];
  }

  #seenReplicaSet(fact: ReplicaSetFact, received: Millis): readonly Uid[] {
    const { owners, workloads } = this.#around;
    owners.see(fact);
    const owner = fact.controller?.uid;
    if (owner !== undefined)
      workloads.tracks.get(owner)?.revisions.seeReplicaSets(owners.replicaSetsOf(owner));
    return this.#retryWaiting(fact.uid, received);
  }

  #seenWorkload(fact: WorkloadFact, received: Millis): readonly Uid[] {
    const { owners, workloads } = this.#around;
    owners.see(fact);
    const waited = this.#retryWaiting(fact.uid, received);
    const ofCronJob = fact.kind === 'Job' && fact.controller?.kind === 'CronJob';
    if (ofCronJob || (!workloads.tracks.has(fact.uid) && fact.init.every((spec) => spec.sidecar)))
      return waited;
    const track = workloads.trackOf(ownershipOf(fact));
    if (track.template === undefined) workloads.dateBirth(track, fact.createdAt);
    track.template = fact;
    track.revisions.seeTemplate(fact);
    this.#refresh(track, timeOf(fact, received));
    return [...waited, fact.uid];
  }

  #goneWorkload(fact: WorkloadFact | ReplicaSetFact): readonly Uid[] {
    const { owners, workloads } = this.#around;
    owners.forget(fact);
    const track = workloads.tracks.get(fact.uid);
    if (track === undefined) return NOTHING;
    track.template = undefined;
    if (track.ownership.transient) return this.#endTransient(track, true);
    for (const pod of track.pods.keys()) this.#trackOfPod.delete(pod);
    return [fact.uid, ...workloads.end(fact.uid)];
  }

  #seenPod(fact: PodFact, received: Millis): readonly Uid[] {
    const { clocks, owners, workloads } = this.#around;
    clocks.sample(fact, received);
    this.#living.see(fact);
    const known = this.#trackOfPod.get(fact.uid);
    if (known === undefined && fact.init.every((init) => init.spec.sidecar)) return NOTHING;
    const ownership = known?.ownership ?? workloads.ownershipOf(fact);
    if (ownership === undefined) {
      this.#waiting.add(fact);
      return NOTHING;
    }
    this.#waiting.forget(fact.uid);
    if (owners.isBuried(ownership.ref.uid) && known === undefined) return NOTHING;
    const track = workloads.trackOf(ownership);
    this.#trackOfPod.set(fact.uid, track);
    return [...this.#takePod(track, fact, received)];
  }

  /** Returns the workload, and others whose races this changes. */
  #takePod(track: WorkloadTrack, fact: PodFact, received: Millis): ReadonlySet<Uid> {
    const { thresholds, clocks, races, workloads } = this.#around;
    const at = timeOf(fact, received);
    const changed = new Set([track.ownership.ref.uid]);
    for (const { spec } of fact.init) if (!spec.sidecar) workloads.containerOf(track, spec, fact.createdAt);
    if (!track.pods.has(fact.uid)) workloads.rememberPod(track, fact, received);
    const bootId = clocks.bootId(fact.node);
    const before = track.pods.get(fact.uid);
    if (before !== undefined)
      for (const name of unseenRuns(before, fact, { bootId, ahead: clocks.ahead(fact.node) }))
        track.containers.get(name)?.lose(at);
    const runs = track.seePod(fact, bootId);
    const pod = track.pods.get(fact.uid);
    if (pod === undefined) return changed;
    for (const run of runs) {
      takeRun(track, pod, run);
      for (const one of races.take(track, run, received)) changed.add(one);
    }
    if (!this.#starting) listenTo(track, runs, this.#hearing());
    rememberShown(track, pod, this.#starting ? undefined : at);
    noteTroubles(track, pod, thresholds);
    countFailedPod(track, pod, at);
    this.#refresh(track, at);
    return changed;
  }

  #gonePod(fact: PodFact, received: Millis): readonly Uid[] {
    const { clocks, races, workloads } = this.#around;
    this.#living.forget(fact);
    clocks.forgetPod(fact);
    const track = this.#trackOfPod.get(fact.uid);
    if (track === undefined) {
      this.#waiting.bury(fact);
      return NOTHING;
    }
    const left = versionOfLeaving(track.pods.get(fact.uid)?.fact, fact);
    // R45: the last state comes with the deletion, and may show an end that was not seen before.
    const changed = new Set(this.#takePod(track, fact, received));
    this.#trackOfPod.delete(fact.uid);
    for (const one of closePod(track, { fact, left, races, at: received })) changed.add(one);
    track.emptySince = timeOf(fact, received);
    this.#refresh(track, track.emptySince);
    const { ref, transient } = track.ownership;
    if (transient && track.pods.size === 0)
      return [...new Set([...changed, ...this.#endTransient(track, false)])];
    // A bare pod is its own workload.
    return ref.uid === fact.uid ? [...new Set([...changed, ...workloads.end(ref.uid)])] : [...changed];
  }

  /** Transient pods leave nothing but their sums, unless every object is wanted. */
  #endTransient(track: WorkloadTrack, ownerGone: boolean): readonly Uid[] {
    const { thresholds, owners, sums, workloads } = this.#around;
    const { uid: key } = track.ownership.ref;
    const kept = thresholds.record === 'all' || owners.workload(key) !== undefined;
    if (track.pods.size > 0 || (kept && !ownerGone)) return [key];
    sums.close(track);
    return [key, ...workloads.end(key)];
  }

  #retryWaiting(owner: Uid, received: Millis): readonly Uid[] {
    return this.#waiting.take(owner).flatMap(({ type, fact }) => this[type](fact, received));
  }

  readonly #hearing = () => ({ ...this.#around, living: this.#living });

  #refresh(track: WorkloadTrack, at: Millis): void {
    if (!this.#starting) refresh(track, at, this.#around);
  }
}
