import type { Classifier } from '../classify/classifier.ts';
import { EMPTY_SPEC } from '../model/emptySpec.ts';
import type { ContainerSpec, Fact, PodFact } from '../model/facts.ts';
import type { Millis, Uid, Version } from '../model/refs.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Races } from '../race/races.ts';
import { type Attempts, tallyOfAttempts } from '../track/attempts.ts';
import { ContainerTrack } from '../track/containerTrack.ts';
import type { Owners, Ownership } from '../track/owners.ts';
import { endedUnseen, type Tally } from '../track/run.ts';
import type { ClocksApart } from '../track/successes.ts';
import { WorkloadTrack } from '../track/workloadTrack.ts';
import { Departures } from './departures.ts';
import { Gaps } from './gaps.ts';
import type { Memory, RememberedPod } from './restore.ts';
import { resume } from './resume.ts';
import type { Sums } from './sums.ts';

interface Surroundings {
  readonly owners: Owners;
  readonly memory: Memory;
  readonly sums: Sums;
  readonly races: Races;
  readonly apart: ClocksApart;
  readonly classify: Classifier;
}

/** All workloads that the engine knows, by uid; a new one starts with what was written of it before. */
export class Workloads {
  readonly tracks = new Map<Uid, WorkloadTrack>();
  readonly #gaps = new Gaps();
  readonly #departures = new Departures();
  readonly #around: Surroundings;
  readonly #verdicts = new WeakMap<ContainerSpec, Map<string, Verdict>>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Watching begins, or has been interrupted: what was born before may have lived unseen. */
  watchFrom(at: Millis, namespace?: string): void {
    this.#gaps.note(at, namespace);
  }

  enterNamespace(name: string): void {
    this.#departures.come(name);
  }

  leaveNamespace(name: string, at: Millis): void {
    for (const gone of this.#departures.go(name, at)) {
      this.#gaps.forget(gone);
      this.#around.sums.forget(gone);
    }
  }

  /** Watching was interrupted: no count is exact any more that was so far. Returns the workloads. */
  lose(at: Millis, namespace: string | undefined): readonly Uid[] {
    this.watchFrom(at, namespace);
    const tracks = [...this.tracks.values()].filter(
      ({ ownership }) => namespace === undefined || ownership.ref.namespace === namespace,
    );
    for (const track of tracks) track.miss(at);
    return tracks.map(({ ownership }) => ownership.ref.uid);
  }

  trackOf(ownership: Ownership): WorkloadTrack {
    const { uid: key } = ownership.ref;
    const existing = this.tracks.get(key);
    if (existing !== undefined) return existing;
    const { owners, memory } = this.#around;
    const track = new WorkloadTrack(ownership);
    this.tracks.set(key, track);
    track.revisions.seeReplicaSets(owners.replicaSetsOf(key));
    track.template = owners.workload(key);
    const revisions = memory.revisionsOf(key);
    if (revisions !== undefined) track.revisions.restore(revisions);
    if (track.template !== undefined) track.revisions.seeTemplate(track.template);
    const written = memory.containersOf(key);
    if (written.length > 0) track.unwatched = memory.unwatched(key);
    for (const { name, verdict } of written) this.#add(track, { ...EMPTY_SPEC, name }, verdict);
    return track;
  }

  /**
   * R56: an owner in another namespace is none. A tenant must not write into the counts of others. What joins a pod to its
   * workload may come late to a new leader: then what was written of the pod says whose it is, lest it be taken for gone.
   */
  ownershipOf(fact: PodFact): Ownership | undefined {
    const { owners, memory } = this.#around;
    const found = owners.of(fact) ?? memory.ownershipOf(fact);
    if (found === undefined) return undefined;
    const { uid: key } = found.ref;
    const home = owners.namespaceOf(key) ?? this.tracks.get(key)?.ownership.ref.namespace;
    return home === undefined || home === fact.namespace ? found : owners.bare(fact);
  }

  /** `createdAt` is that of the pod it was seen in, if it was. */
  containerOf(track: WorkloadTrack, spec: ContainerSpec, createdAt?: Millis): ContainerTrack {
    return track.containers.get(spec.name) ?? this.#add(track, spec, this.verdictOf(track, spec), createdAt);
  }

  verdictOf(track: WorkloadTrack, spec: ContainerSpec): Verdict {
    const workloadKind = track.ownership.ref.kind;
    const known = this.#verdicts.get(spec) ?? new Map<string, Verdict>();
    const verdict = known.get(workloadKind) ?? this.#around.classify(spec, { workloadKind });
    this.#verdicts.set(spec, known.set(workloadKind, verdict));
    return verdict;
  }

  /** A pod can be seen before its workload, and counted without knowing how old that is. */
  dateBirth(track: WorkloadTrack, born: Millis): void {
    if (!this.#isWatched(track, born)) return;
    for (const container of track.containers.values()) container.trust(born);
  }

  /**
   * Since when nothing is there by which to know that a workload exists; undefined where something is. Of a kind that may not
   * be read nobody tells when it goes.
   */
  unseenSince({ ownership, template, pods, emptySince }: WorkloadTrack): Millis | undefined {
    if (template !== undefined || pods.size > 0) return undefined;
    return this.#around.owners.replicaSetsOf(ownership.ref.uid).length > 0 ? undefined : emptySince;
  }

  /** The workload is gone, and what was known of it; returns the workloads that raced with it. */
  end(key: Uid): readonly Uid[] {
    const others = new Set<Uid>();
    for (const container of this.tracks.get(key)?.containers.values() ?? []) {
      this.#around.memory.forget(key, container.name);
      for (const other of this.#around.races.leave(container)) others.add(other);
    }
    this.tracks.delete(key);
    others.delete(key);
    return [...others];
  }

  /** A pod that an earlier life of the operator knew goes on with what was written of it. */
  rememberPod(track: WorkloadTrack, fact: PodFact, at: Millis): void {
    const { uid: key } = track.ownership.ref;
    const back = this.#around.memory.takeBack(fact.uid);
    for (const row of back) this.#reopen(track, row);
    const rows = [...this.#around.memory.podRows(key, fact), ...back];
    const attempts = new Map<string, Attempts>();
    for (const row of rows) {
      const known = track.containers.get(row.container);
      if (known === undefined) continue;
      const resumed = resume(known, row, fact);
      attempts.set(row.container, resumed.attempts);
      for (const run of resumed.runs) this.#around.races.take(track, run, at);
    }
    const names = [...track.containers.keys()].filter((name) => !attempts.has(name));
    const counted = new Set(names.filter((name) => this.#around.memory.counted(key, name, fact)));
    track.addPod(fact, { counted, attempts });
    if (rows.length > 0 || counted.size > 0) track.assumeCause(fact.uid);
  }

  /** Of a pod that has gone in this version, only the init containers whose written numbers do not hold that already. */
  uncounted(fact: Fact, went: Version | undefined): Fact {
    if (fact.kind !== 'Pod' || went === undefined) return fact;
    const workload = this.ownershipOf(fact)?.ref.uid;
    const { memory } = this.#around;
    const init = fact.init.filter(
      ({ spec }) => workload !== undefined && memory.isNews(workload, spec.name, went),
    );
    return { ...fact, init };
  }

  /** Workloads that nothing has been seen of but what was written, where they may still be there. */
  recallOthers(at: Millis): void {
    const { owners, memory } = this.#around;
    for (const { ref, owner } of memory.left(this.tracks)) {
      // The garbage collector removes the findings of a workload that is gone; of a kind we cannot list nothing is known.
      if (owners.isGone(ref)) continue;
      const track = this.trackOf({ ref, owner, transient: false, nameBase: ref.name, bornAt: undefined });
      track.emptySince = at;
    }
  }

  /** Pods that went while the operator was away are closed at what was written of them (S53). */
  closeRemembered(): void {
    const { memory } = this.#around;
    for (const { workload, container, attempts } of memory.takeLeftPods()) {
      const track = this.tracks.get(workload);
      const sums = track?.containers.get(container);
      if (track === undefined || sums === undefined) continue;
      // R9: the mirror of a static pod is away, and its containers may run on.
      if (track.ownership.owner.kind === 'Node') {
        track.mirrored.set(container, attempts);
        continue;
      }
      sums.runCount.close(tallyAtEnd(attempts), undefined);
      sums.endRestored(attempts.current.podUid);
    }
    for (const { ownership, containers } of this.tracks.values()) {
      for (const container of containers.values())
        if (memory.mayHoldLater(ownership.ref.uid, container)) container.runCount.undate();
    }
  }

  /** It was hidden, and not gone: what it did is counted with it again. */
  #reopen(track: WorkloadTrack, { container, attempts }: RememberedPod): void {
    track.containers.get(container)?.runCount.reopen(tallyAtEnd(attempts));
  }

  #add(track: WorkloadTrack, spec: ContainerSpec, verdict: Verdict, createdAt?: Millis): ContainerTrack {
    const { memory, sums, apart } = this.#around;
    const container: ContainerTrack = new ContainerTrack(spec, verdict, apart, (seconds) =>
      sums.timed(container.verdict.category, seconds),
    );
    track.containers.set(spec.name, container);
    if (memory.recall(track.ownership.ref.uid, container)) container.lose(this.#sinceFor(track));
    else this.#dateExactness(track, container, createdAt);
    return container;
  }

  /**
   * Counts can be exact only for a workload that has not lived before the operator watched. Where its age is not known they
   * begin with the first pod that was seen: whoever watched then says the same.
   */
  #dateExactness(track: WorkloadTrack, container: ContainerTrack, createdAt: Millis = 0): void {
    const born = track.template?.createdAt ?? track.ownership.bornAt;
    if (born === undefined) container.doubt(Math.max(createdAt, this.#sinceFor(track)));
    else if (this.#isWatched(track, born)) container.exactSince = born;
    else container.lose(this.#sinceFor(track));
  }

  /** From its birth on? */
  #isWatched(track: WorkloadTrack, born: Millis): boolean {
    return born >= this.#sinceFor(track);
  }

  #sinceFor({ ownership }: WorkloadTrack): Millis {
    return this.#gaps.since(ownership.ref.namespace);
  }
}

/** What is counted of a pod that went unseen. */
function tallyAtEnd(attempts: Attempts): Tally {
  return tallyOfAttempts({ ...attempts, current: endedUnseen(attempts.current) });
}
