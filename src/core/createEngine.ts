import { createClassifier } from './classify/classifier.ts';
import { Clocks } from './clocks.ts';
import { statusOf } from './describe.ts';
import { detectFromHistory, detectFromPods } from './detectAll.ts';
import { potentialRace } from './detect/potential.ts';
import type { Episode, RaceOptions } from './detect/race.ts';
import type { Engine, Evaluation } from './engine.ts';
import { findingLabels, findingName } from './identity.ts';
import type {
  ContainerSpec,
  Fact,
  FactKind,
  Observation,
  PodFact,
  ReplicaSetFact,
  WorkloadFact,
} from './model/facts.ts';
import type { Finding, StoredFinding } from './model/finding.ts';
import { groupOf, type Millis, type Uid, workId, type WorkloadRef } from './model/refs.ts';
import type { Snapshot } from './model/snapshot.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from './model/thresholds.ts';
import type { Verdict } from './model/verdict.ts';
import { Memory } from './restore.ts';
import { Sums } from './sums.ts';
import { ContainerTrack } from './track/containerTrack.ts';
import { isOver } from './track/endCause.ts';
import { Owners, type Ownership } from './track/owners.ts';
import { addTallies, type Run } from './track/run.ts';
import { type Attempts, tallyOfAttempts } from './track/attempts.ts';
import { type PodTrack, WorkloadTrack } from './track/workloadTrack.ts';

const NOTHING: readonly Uid[] = [];
/** Versions kept of a pod whose ReplicaSet or Job has not been seen yet. */
const WAITING_VERSIONS = 50;

/** Makes the engine. The classifier's signatures and the thresholds are all it depends on. */
export function createEngine(thresholds: Thresholds = DEFAULT_THRESHOLDS): Engine {
  return new FindingEngine(thresholds);
}

class FindingEngine implements Engine {
  readonly #thresholds: Thresholds;
  readonly #classify = createClassifier();
  readonly #verdicts = new WeakMap<ContainerSpec, Map<string, Verdict>>();
  readonly #owners = new Owners();
  readonly #clocks: Clocks;
  readonly #tracks = new Map<Uid, WorkloadTrack>();
  readonly #trackOfPod = new Map<Uid, WorkloadTrack>();
  readonly #waiting = new Map<Uid, PodFact[]>();
  readonly #memory = new Memory();
  readonly #sums = new Sums();
  /** Newest facts before all kinds have synced. */
  readonly #early = new Map<string, Fact>();
  #syncedAt: Millis | undefined;
  #lastAt: Millis = 0;

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds;
    this.#clocks = new Clocks(thresholds.skewDefault);
  }

  restore(stored: readonly StoredFinding[]): void {
    this.#memory.learn(stored);
  }

  observe(observation: Observation, at: Millis): readonly Uid[] {
    this.#lastAt = Math.max(this.#lastAt, at);
    if (observation.type === 'gap') return this.#gap(observation.kind, at);
    const { fact } = observation;
    if (this.#syncedAt === undefined) {
      const key = `${fact.kind}/${fact.uid}`;
      if (observation.type === 'seen') this.#early.set(key, fact);
      else this.#early.delete(key);
      return NOTHING;
    }
    return observation.type === 'seen' ? this.#seen(fact, at) : this.#gone(fact, at);
  }

  synced(at: Millis, missing: ReadonlySet<FactKind> = new Set()): readonly Uid[] {
    this.#syncedAt = at;
    this.#lastAt = Math.max(this.#lastAt, at);
    const facts = [...this.#early.values()].sort(inOrder);
    this.#early.clear();
    for (const fact of facts) this.#seen(fact, at);
    for (const orphan of this.#memory.left(this.#tracks)) {
      // GC removes the findings of a workload that is gone; of a kind we may not list nothing is known.
      if (isTemplateKind(orphan.ref.kind) && !missing.has(orphan.ref.kind)) continue;
      this.#trackOf({
        key: orphan.key,
        ref: orphan.ref,
        transient: false,
        nameBase: orphan.ref.name,
        bornAt: undefined,
      });
    }
    this.#closeRemembered();
    return [...this.#tracks.keys()];
  }

  evaluate(workload: Uid, now: Millis): Evaluation {
    const track = this.#tracks.get(workload);
    if (track === undefined) return { findings: [], create: false, recheckAt: undefined };
    const findings: Finding[] = [];
    const rechecks: Millis[] = [];
    for (const container of [...track.containers.values()]) {
      const { episodes, recheckAt } = this.#settle(track, container, now);
      if (this.#expired(container, now)) {
        track.containers.delete(container.name);
        continue;
      }
      if (recheckAt !== undefined) rechecks.push(recheckAt);
      if (container.resolvedAt !== undefined) rechecks.push(container.resolvedAt + this.#thresholds.retain);
      if (this.#isWanted(track, container)) findings.push(findingOf(track, container, episodes));
    }
    const recheckAt = rechecks.length === 0 ? undefined : Math.min(...rechecks);
    return { findings, create: track.template !== undefined || track.pods.size > 0, recheckAt };
  }

  snapshot(now: Millis): Snapshot {
    const tracks = [...this.#tracks.values()].map((track) => ({
      track,
      containers: [...track.containers.values()].map((container) => ({
        container,
        episodes: this.#settle(track, container, now).episodes,
        recorded: this.#isWanted(track, container),
      })),
    }));
    return this.#sums.snapshot(tracks, this.#thresholds, this.#clocks.skewed(), this.#trackOfPod.size);
  }

  #seen(fact: Fact, at: Millis): readonly Uid[] {
    switch (fact.kind) {
      case 'Namespace':
        return NOTHING;
      case 'Node':
        this.#clocks.see(fact);
        return NOTHING;
      case 'ReplicaSet':
        return this.#seenReplicaSet(fact, at);
      case 'Pod':
        return this.#seenPod(fact, at);
      default:
        return this.#seenWorkload(fact, at);
    }
  }

  #gone(fact: Fact, at: Millis): readonly Uid[] {
    switch (fact.kind) {
      case 'Namespace':
        return NOTHING;
      case 'Node':
        this.#clocks.forget(fact);
        return NOTHING;
      case 'ReplicaSet':
        this.#owners.forget(fact);
        return NOTHING;
      case 'Pod':
        return this.#gonePod(fact, at);
      default:
        return this.#goneWorkload(fact);
    }
  }

  #seenReplicaSet(fact: ReplicaSetFact, at: Millis): readonly Uid[] {
    this.#owners.see(fact);
    const owner = fact.controller?.uid;
    if (owner !== undefined)
      this.#tracks.get(owner)?.revisions.seeReplicaSets(this.#owners.replicaSetsOf(owner));
    return this.#retryWaiting(fact.uid, at);
  }

  #seenWorkload(fact: WorkloadFact, at: Millis): readonly Uid[] {
    this.#owners.see(fact);
    const waited = this.#retryWaiting(fact.uid, at);
    const ofCronJob = fact.kind === 'Job' && fact.controller?.kind === 'CronJob';
    if (ofCronJob || (!this.#tracks.has(fact.uid) && fact.init.every((spec) => spec.sidecar))) return waited;
    const track = this.#trackOf(ownershipOf(fact));
    track.template = fact;
    track.revisions.seeTemplate(fact);
    this.#refresh(track, at);
    return [...waited, track.ownership.key];
  }

  #goneWorkload(fact: WorkloadFact): readonly Uid[] {
    this.#owners.forget(fact);
    const track = this.#tracks.get(fact.uid);
    if (track === undefined) return NOTHING;
    if (track.ownership.transient) return this.#endTransient(track, true);
    this.#tracks.delete(fact.uid);
    for (const pod of track.pods.keys()) this.#trackOfPod.delete(pod);
    return [fact.uid];
  }

  #seenPod(fact: PodFact, at: Millis): readonly Uid[] {
    this.#clocks.sample(fact);
    const known = this.#trackOfPod.get(fact.uid);
    if (known === undefined && fact.init.every((init) => init.spec.sidecar)) return NOTHING;
    const ownership = known?.ownership ?? this.#owners.of(fact);
    if (ownership === undefined) {
      const versions = this.#waiting.get(fact.uid) ?? [];
      this.#waiting.set(fact.uid, [...versions, fact].slice(-WAITING_VERSIONS));
      return NOTHING;
    }
    this.#waiting.delete(fact.uid);
    const track = this.#trackOf(ownership);
    this.#trackOfPod.set(fact.uid, track);
    this.#takePod(track, fact, at);
    return [track.ownership.key];
  }

  #takePod(track: WorkloadTrack, fact: PodFact, at: Millis): void {
    for (const { spec } of fact.init) if (!spec.sidecar) this.#containerOf(track, spec);
    if (!track.pods.has(fact.uid)) this.#remember(track, fact);
    const runs = track.seePod(fact, this.#clocks.bootId(fact.node));
    const pod = track.pods.get(fact.uid);
    for (const run of runs) this.#takeRun(track, pod, run);
    if (pod !== undefined) countFailedPod(track, pod, at);
    this.#refresh(track, at);
  }

  /** A pod that an earlier life of the operator knew goes on with its rows. */
  #remember(track: WorkloadTrack, fact: PodFact): void {
    const { key } = track.ownership;
    const rows = this.#memory.podRows(fact.uid).filter((row) => row.workload === key);
    const known = rows.length > 0 || this.#memory.knew(key, fact);
    const attempts = new Map(rows.map((row) => [row.container, ofPod(row.attempts, fact)] as const));
    track.addPod(fact, { known: known && rows.length === 0, attempts });
    for (const [container, ledger] of attempts)
      track.containers.get(container)?.history.adopt(ledger.current);
    if (rows.length > 0) track.assumeCause(fact.uid);
  }

  /** Pods that went while the operator was away are closed at what was written of them (S53). */
  #closeRemembered(): void {
    for (const { workload, container, attempts } of this.#memory.leftPods()) {
      const sums = this.#tracks.get(workload)?.containers.get(container);
      if (sums === undefined) continue;
      const { outcome } = attempts.current;
      const current = { ...attempts.current, outcome: outcome === 'Running' ? 'Unknown' : outcome } as const;
      sums.closed = addTallies(sums.closed, tallyOfAttempts({ ...attempts, current }));
    }
  }

  #takeRun(track: WorkloadTrack, pod: PodTrack | undefined, run: Run): void {
    const arrival = track.causeOf(run.podUid);
    const container = track.containers.get(run.container);
    container?.take(run, run.inPlace ?? arrival, pod?.known !== true);
  }

  #gonePod(fact: PodFact, at: Millis): readonly Uid[] {
    this.#waiting.delete(fact.uid);
    const track = this.#trackOfPod.get(fact.uid);
    if (track === undefined) return NOTHING;
    // R45: the last state comes with the deletion, and may show an end that was not seen before.
    this.#takePod(track, fact, at);
    this.#trackOfPod.delete(fact.uid);
    for (const { container, tally, last, exact } of track.closePod(fact)) {
      const sums = track.containers.get(container);
      if (sums === undefined) continue;
      sums.closed = addTallies(sums.closed, tally);
      sums.take(last, last.inPlace, false);
      if (!exact) sums.lose(at);
    }
    this.#refresh(track, at);
    if (track.ownership.transient && track.pods.size === 0) return this.#endTransient(track, false);
    return [track.ownership.key];
  }

  /** Transient pods leave nothing but their sums, unless every object is wanted. */
  #endTransient(track: WorkloadTrack, ownerGone: boolean): readonly Uid[] {
    const { key, ref } = track.ownership;
    if (this.#thresholds.record === 'all' && !ownerGone) return [key];
    if (!ownerGone && this.#owners.workload(ref.uid) !== undefined) return [key];
    if (track.pods.size > 0) return [key];
    this.#sums.close(track);
    this.#tracks.delete(key);
    return [key];
  }

  #gap(kind: FactKind, at: Millis): readonly Uid[] {
    if (kind !== 'Pod' || this.#syncedAt === undefined) return NOTHING;
    for (const track of this.#tracks.values())
      for (const container of track.containers.values()) container.lose(at);
    return [...this.#tracks.keys()];
  }

  #retryWaiting(owner: Uid, at: Millis): readonly Uid[] {
    const keys: Uid[] = [];
    for (const [pod, versions] of [...this.#waiting]) {
      if (versions.at(-1)?.controller?.uid !== owner) continue;
      this.#waiting.delete(pod);
      for (const version of versions) keys.push(...this.#seenPod(version, at));
    }
    return keys;
  }

  #trackOf(ownership: Ownership): WorkloadTrack {
    const existing = this.#tracks.get(ownership.key);
    if (existing !== undefined) return existing;
    const track = new WorkloadTrack(ownership);
    this.#tracks.set(ownership.key, track);
    track.revisions.seeReplicaSets(this.#owners.replicaSetsOf(ownership.ref.uid));
    const template = this.#owners.workload(ownership.ref.uid);
    track.template = template;
    const revisions = this.#memory.revisionsOf(ownership.key);
    if (revisions !== undefined) track.revisions.restore(revisions);
    if (template !== undefined) track.revisions.seeTemplate(template);
    for (const one of this.#memory.containersOf(ownership.key))
      this.#addContainer(track, emptySpec(one.name), one.verdict);
    return track;
  }

  #containerOf(track: WorkloadTrack, spec: ContainerSpec): ContainerTrack {
    const existing = track.containers.get(spec.name);
    if (existing !== undefined) return existing;
    return this.#addContainer(track, spec, this.#verdictOf(spec, track.ownership.ref.kind));
  }

  #addContainer(track: WorkloadTrack, spec: ContainerSpec, verdict: Verdict): ContainerTrack {
    const container: ContainerTrack = new ContainerTrack(spec, verdict, (seconds) =>
      this.#sums.timed(container.verdict.category, seconds),
    );
    track.containers.set(spec.name, container);
    if (this.#memory.recall(track.ownership.key, container)) container.lose(this.#syncedAt ?? this.#lastAt);
    else this.#dateExactness(track, container);
    return container;
  }

  /** Counts can be exact only for a workload that has not lived before the operator watched. */
  #dateExactness(track: WorkloadTrack, container: ContainerTrack): void {
    const watchedSince = Math.floor((this.#syncedAt ?? 0) / 1000) * 1000;
    const born = track.template?.createdAt ?? track.ownership.bornAt;
    if (born === undefined || born < watchedSince) container.lose(this.#lastAt);
    else container.exactSince = born;
  }

  #verdictOf(spec: ContainerSpec, workloadKind: string): Verdict {
    const known = this.#verdicts.get(spec) ?? new Map<string, Verdict>();
    const verdict = known.get(workloadKind) ?? this.#classify(spec, { workloadKind });
    this.#verdicts.set(spec, known.set(workloadKind, verdict));
    return verdict;
  }

  /** Brings everything that follows from the newest facts up to date. */
  #refresh(track: WorkloadTrack, at: Millis): void {
    const present = new Map(track.present().map((spec) => [spec.name, spec] as const));
    for (const spec of present.values()) this.#containerOf(track, spec);
    const concurrency = track.concurrency();
    for (const container of track.containers.values()) {
      const spec = present.get(container.name);
      if (spec === undefined) resolve(track, container, at);
      else this.#update(track, container, spec);
      container.potentialRace = spec !== undefined && potentialRace(container.verdict, concurrency);
      detectFromPods(track, container, this.#thresholds, at);
    }
  }

  #update(track: WorkloadTrack, container: ContainerTrack, spec: ContainerSpec): void {
    container.resolvedAt = undefined;
    if (spec !== container.spec) {
      container.spec = spec;
      container.verdict = this.#verdictOf(spec, track.ownership.ref.kind);
    }
    const template = track.template;
    const injected = template !== undefined && !template.init.some((one) => one.name === spec.name);
    container.origin = injected ? 'Injected' : 'Template';
  }

  #settle(
    track: WorkloadTrack,
    container: ContainerTrack,
    now: Millis,
  ): { readonly episodes: readonly Episode[]; readonly recheckAt: Millis | undefined } {
    const episodes = container.episodes(this.#raceOptions(track));
    const recheckAt = detectFromHistory(container, episodes, this.#thresholds, now);
    container.settle(episodes, this.#lastAt);
    return { episodes: container.episodes(this.#raceOptions(track)), recheckAt };
  }

  #raceOptions(track: WorkloadTrack): Omit<RaceOptions, 'locks'> {
    return {
      skew: this.#clocks.bound,
      trusted: (node) => this.#clocks.trusted(node),
      fresh: (run) => this.#clocks.fresh(run.node) && track.pods.has(run.podUid),
    };
  }

  #expired(container: ContainerTrack, now: Millis): boolean {
    return container.resolvedAt !== undefined && now >= container.resolvedAt + this.#thresholds.retain;
  }

  #isWanted(track: WorkloadTrack, container: ContainerTrack): boolean {
    const { record } = this.#thresholds;
    if (record === 'all' || container.conditions.everNotable()) return true;
    if (track.ownership.transient) return false;
    const { severity, sideEffecting } = container.verdict;
    return severity === 'Red' || sideEffecting || (record === 'flagged' && severity === 'Yellow');
  }
}

/** Workloads before ReplicaSets before pods, pods by age: causes are told from what came before. */
const ORDER: readonly FactKind[] = [
  'Namespace',
  'Node',
  'CronJob',
  'Job',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
];

function inOrder(a: Fact, b: Fact): number {
  const byKind = ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
  if (byKind !== 0) return byKind;
  const byAge = createdAt(a) - createdAt(b);
  return byAge !== 0 ? byAge : a.uid < b.uid ? -1 : 1;
}

/** A remembered ledger, with what its rows leave out. */
function ofPod(attempts: Attempts, fact: PodFact): Attempts {
  const spec = fact.init.find((init) => init.spec.name === attempts.current.container)?.spec;
  const { name, node, revision } = fact;
  const work = spec?.work ?? attempts.current.work;
  return { ...attempts, current: { ...attempts.current, pod: name, node, revision, work } };
}

/** Of an init container that only a stored finding tells of. */
function emptySpec(name: string): ContainerSpec {
  return {
    name,
    image: '',
    command: [],
    args: [],
    workingDir: '',
    env: [],
    envFrom: [],
    mounts: [],
    privileged: false,
    runAsRoot: false,
    capabilities: [],
    truncated: false,
    sidecar: false,
    restartPolicy: '',
    work: workId(''),
  };
}

function createdAt(fact: Fact): Millis {
  return 'createdAt' in fact ? fact.createdAt : 0;
}

function ownershipOf(fact: WorkloadFact): Ownership {
  const { apiVersion, kind, namespace, name, uid, createdAt: bornAt } = fact;
  const transient = fact.kind === 'Job' && fact.restartPolicy !== 'Always';
  return { key: uid, ref: { apiVersion, kind, namespace, name, uid }, transient, nameBase: name, bornAt };
}

function isTemplateKind(kind: string): kind is FactKind {
  return ORDER.some((one) => one === kind) && kind !== 'Pod' && kind !== 'Node' && kind !== 'Namespace';
}

/** R27: a pod that failed for good on an init container goes into the loop by replacement, once. */
function countFailedPod(track: WorkloadTrack, pod: PodTrack, at: Millis): void {
  if (pod.failed || pod.fact.phase !== 'Failed' || !isOver(pod.fact)) return;
  for (const [name, attempts] of pod.attempts) {
    if (attempts.current.outcome !== 'Failed') continue;
    pod.failed = true;
    track.containers.get(name)?.podFailed(pod.fact.revision, attempts.current.finishedAt ?? at);
  }
}

function resolve(track: WorkloadTrack, container: ContainerTrack, at: Millis): void {
  // Where there is no template and no pod, nothing says that the init container was removed.
  if (container.resolvedAt !== undefined || (track.template === undefined && track.pods.size === 0)) return;
  container.resolvedAt = at;
}

function findingOf(track: WorkloadTrack, container: ContainerTrack, episodes: readonly Episode[]): Finding {
  const { ref, nameBase, key } = track.ownership;
  const owner = ownerOf(ref);
  return {
    namespace: ref.namespace,
    name: findingName(nameBase, container.name, key),
    labels: findingLabels(ref, container.name, container.verdict.category),
    owner,
    spec: {
      workloadRef: { group: groupOf(ref.apiVersion), kind: ref.kind, name: ref.name, uid: ref.uid },
      container: container.name,
    },
    status: statusOf(track, container, episodes),
  };
}

function ownerOf(ref: WorkloadRef): Finding['owner'] {
  return { apiVersion: ref.apiVersion, kind: ref.kind, name: ref.name, uid: ref.uid };
}
