import { Clocks } from './race/clocks.ts';
import { statusOf } from './tell/describe.ts';
import { detectFromHistory } from './conditions/detectAll.ts';
import { type Classifier, classify } from './classify/classifier.ts';
import type { Doubt, Engine, Evaluation } from './engine.ts';
import { Gathering } from './intake/gathering.ts';
import { findingLabels, findingName } from './tell/identity.ts';
import { Intake } from './intake/intake.ts';
import { Recency } from './intake/recency.ts';
import type { FactKind, Observation } from './model/facts.ts';
import type { Finding, StoredFinding } from './model/finding.ts';
import { groupOf, type Millis, type Uid, type Version } from './model/refs.ts';
import type { Snapshot } from './model/snapshot.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from './model/thresholds.ts';
import { Races } from './race/races.ts';
import { Memory } from './memory/restore.ts';
import { Sums } from './memory/sums.ts';
import type { ContainerTrack } from './track/containerTrack.ts';
import type { RaceState } from './track/episode.ts';
import { Owners } from './track/owners.ts';
import type { Run } from './track/run.ts';
import type { WorkloadTrack } from './track/workloadTrack.ts';
import { Workloads } from './memory/workloads.ts';

const NOTHING: readonly Uid[] = [];
const NONE: Evaluation = { findings: [], create: false, recheckAt: undefined };

/** Makes the engine; it depends on nothing but the thresholds, the rows of its classifier and what it is told. */
export function createEngine(
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
  classifier: Classifier = classify,
): Engine {
  return new FindingEngine(thresholds, classifier);
}

class FindingEngine implements Engine {
  readonly #thresholds: Thresholds;
  readonly #clocks: Clocks;
  readonly #owners = new Owners();
  readonly #memory = new Memory();
  readonly #sums = new Sums();
  readonly #races: Races;
  readonly #workloads: Workloads;
  readonly #intake: Intake;
  readonly #recency = new Recency();
  readonly #gathering = new Gathering();
  #synced = false;
  /** Time of the newest observation. */
  #lastAt: Millis = 0;

  constructor(thresholds: Thresholds, classifier: Classifier) {
    const owners = this.#owners;
    this.#thresholds = thresholds;
    this.#clocks = new Clocks(thresholds.skewDefault);
    this.#races = new Races(this.#clocks);
    const [races, clocks] = [this.#races, this.#clocks];
    this.#workloads = new Workloads({
      owners,
      memory: this.#memory,
      sums: this.#sums,
      races,
      apart: clocks.apart,
      classify: classifier,
    });
    const [workloads, sums] = [this.#workloads, this.#sums];
    this.#intake = new Intake({ thresholds, owners, clocks, workloads, sums, races });
  }

  restore(stored: readonly StoredFinding[]): readonly Doubt[] {
    return this.#memory.learn(stored);
  }

  countedIn(): Version {
    return this.#memory.countedIn();
  }

  observe(observation: Observation, at: Millis): readonly Uid[] {
    this.#lastAt = Math.max(this.#lastAt, at);
    if (!this.#recency.isNews(observation)) return NOTHING;
    if (!this.#synced) {
      this.#gathering.take(observation, at);
      return NOTHING;
    }
    this.#races.reach(at);
    if (observation.type === 'gap') return this.#intake.gap(observation.kind, observation.namespace, at);
    if (observation.type === 'said') return this.#intake.said(observation.words, at);
    return this.#intake[observation.type](observation.fact, at);
  }

  synced(at: Millis, missing: ReadonlySet<FactKind> = new Set()): readonly Uid[] {
    this.#synced = true;
    // Creation times are cut to whole seconds: what was born in this one has hardly lived unseen.
    this.#workloads.watchFrom(Math.floor(at / 1000) * 1000);
    this.#lastAt = Math.max(this.#lastAt, at);
    this.#owners.missing = missing;
    const { facts, departed, hidden } = this.#gathering.end();
    this.#memory.meet(facts, hidden, this.#gathering.since ?? at);
    return this.#intake.start(facts, departed, at);
  }

  evaluate(workload: Uid, now: Millis, foreign: readonly StoredFinding[] = []): Evaluation {
    const track = this.#workloads.tracks.get(workload);
    if (track === undefined) return NONE;
    const unseenUntil = this.#until(this.#workloads.unseenSince(track));
    if (now >= unseenUntil) {
      this.#workloads.end(workload);
      return NONE;
    }
    for (const { spec, status } of foreign)
      if (status !== undefined) track.containers.get(spec.container)?.heed(status.runs);
    const findings: Finding[] = [];
    const rechecks: Millis[] = [unseenUntil];
    for (const container of track.containers.values()) {
      const { races, recheckAt } = this.#settle(track, container, now);
      const endsAt = this.#until(container.resolvedAt);
      if (now >= endsAt) {
        track.containers.delete(container.name);
        this.#races.leave(container);
        this.#memory.forget(workload, container.name);
        continue;
      }
      rechecks.push(endsAt, recheckAt ?? Number.POSITIVE_INFINITY);
      if (this.#isWanted(track, container)) findings.push(findingOf(track, container, races));
    }
    const next = Math.min(...rechecks);
    const create = track.template !== undefined || track.pods.size > 0;
    return { findings, create, recheckAt: Number.isFinite(next) ? next : undefined };
  }

  snapshot(now: Millis): Snapshot {
    const observed = [...this.#workloads.tracks.values()].map((track) => ({
      track,
      containers: [...track.containers.values()].map((container) => ({
        container,
        races: this.#settle(track, container, now).races,
        recorded: this.#isWanted(track, container),
      })),
    }));
    return this.#sums.snapshot(observed, this.#clocks.skewed(), this.#intake.pods);
  }

  #settle(
    track: WorkloadTrack,
    container: ContainerTrack,
    now: Millis,
  ): { readonly races: RaceState; readonly recheckAt: Millis | undefined } {
    const races = this.#races.stateOf(container);
    const believed = (run: Run, at: Millis) =>
      track.pods.has(run.podUid) && this.#clocks.believed(run.node, at);
    const recheckAt = detectFromHistory(container, races.races, this.#thresholds, now, believed);
    container.prune(this.#lastAt);
    return { races, recheckAt };
  }

  /** When a finding goes of which nothing has been there any more since then. */
  #until(since: Millis | undefined): Millis {
    return (since ?? Number.POSITIVE_INFINITY) + this.#thresholds.retain;
  }

  #isWanted(track: WorkloadTrack, container: ContainerTrack): boolean {
    const { record } = this.#thresholds;
    if (record === 'all' || container.conditions.everNotable()) return true;
    if (track.ownership.transient) return false;
    const { severity, sideEffecting } = container.verdict;
    return severity === 'Red' || sideEffecting || (record === 'flagged' && severity === 'Yellow');
  }
}

function findingOf(track: WorkloadTrack, container: ContainerTrack, races: RaceState): Finding {
  const { ref, owner, nameBase } = track.ownership;
  return {
    namespace: ref.namespace,
    name: findingName(nameBase, container.name, ref.uid),
    labels: findingLabels(ref, container.name, container.verdict.category),
    owner: { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name, uid: owner.uid },
    spec: {
      workloadRef: { group: groupOf(ref.apiVersion), kind: ref.kind, name: ref.name, uid: ref.uid },
      container: container.name,
    },
    status: statusOf(track, container, races),
  };
}
