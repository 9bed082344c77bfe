import type { FactKind } from '../../core/model/facts.ts';
import type { Uid } from '../../core/model/refs.ts';
import type { Moment } from './moments.ts';

/** Kinds that stand between a pod and its workload. */
const BETWEEN = ['ReplicaSet', 'Job'] as const;
type Between = (typeof BETWEEN)[number];
const PLURALS: Readonly<Record<Between, string>> = { ReplicaSet: 'replicasets', Job: 'jobs' };

/** Pods whose owner is not in the recording: the engine would wait for it, and say nothing. */
export class Orphans {
  readonly #seen = new Map<Between, Set<Uid>>(BETWEEN.map((kind) => [kind, new Set()]));
  /** Pods by the kind and uid of their owner. */
  readonly #pods = new Map<Between, Map<Uid, Set<Uid>>>(BETWEEN.map((kind) => [kind, new Map()]));

  /** Passes moments on and looks at them. */
  async *watch(moments: AsyncIterable<Moment>): AsyncGenerator<Moment> {
    for await (const moment of moments) {
      this.#look(moment);
      yield moment;
    }
  }

  /** Kinds that pods name as their owner and of which there is no object at all: only the reference is known. */
  missing(): ReadonlySet<FactKind> {
    return new Set(
      BETWEEN.filter((kind) => this.#seen.get(kind)?.size === 0 && this.#orphansOf(kind).size > 0),
    );
  }

  notes(): readonly string[] {
    return BETWEEN.flatMap((kind) => {
      const { size } = this.#orphansOf(kind);
      if (size === 0) return [];
      const shown = this.missing().has(kind)
        ? `they are counted under the ${kind} they name`
        : 'they are left out';
      const pods = size === 1 ? '1 pod has' : `${size} pods have`;
      return [
        `${pods} a ${kind} as owner that is not in the recording; ${shown}; record ${PLURALS[kind]} too`,
      ];
    });
  }

  #look({ observation }: Moment): void {
    if (observation === undefined || observation.type === 'gap' || observation.type === 'said') return;
    const { fact } = observation;
    const own = BETWEEN.find((kind) => kind === fact.kind);
    if (own !== undefined) this.#seen.get(own)?.add(fact.uid);
    if (fact.kind !== 'Pod') return;
    const { controller } = fact;
    const kind = BETWEEN.find((one) => one === controller?.kind);
    const pods = kind === undefined ? undefined : this.#pods.get(kind);
    if (controller === undefined || pods === undefined) return;
    const siblings = pods.get(controller.uid) ?? new Set();
    pods.set(controller.uid, siblings.add(fact.uid));
  }

  #orphansOf(kind: Between): ReadonlySet<Uid> {
    const owners = [...(this.#pods.get(kind) ?? [])].filter(
      ([owner]) => this.#seen.get(kind)?.has(owner) !== true,
    );
    return new Set(owners.flatMap(([, pods]) => [...pods]));
  }
}
