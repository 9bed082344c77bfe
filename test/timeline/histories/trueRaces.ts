import { isUndisturbed, type Plan } from './plan.ts';
import type { TrueRun } from './truth.ts';

/** How many races there were of one init container. */
export interface TrueRaces {
  /** Where whole seconds and the clocks of several nodes leave no doubt. */
  readonly sure: number | undefined;
  /** There cannot have been more. */
  readonly most: number;
}

interface Margins {
  /** Runs that overlap by so many seconds have certainly met, and runs so far apart certainly have not. */
  readonly overlap: number;
  readonly apart: number;
}

const ONE_NODE: Margins = { overlap: 2, apart: 2 };
const SEVERAL_NODES: Margins = { overlap: 6, apart: 7 };
/** R28: a loser's first retry goes on with the episode it was in. */
const FREE_RETRY = 6;

/** R33: episodes of overlapping runs of the same work in different pods, of which not all failed. */
export function trueRaces(runs: readonly TrueRun[], plan: Plan): TrueRaces {
  const undisturbed = isUndisturbed(plan);
  const margins = plan.clocks.length === 1 ? ONE_NODE : SEVERAL_NODES;
  const executed = runs.filter(({ fate }) => fate !== 'NotExecuted');
  const works = Map.groupBy(executed, ({ work }) => work);
  const episodes = [...works.values()].flatMap((all) => groupsOf(all, (a, b) => mayMeet(a, b, margins)));
  const judged = episodes.map((episode) => judge(episode, margins, undisturbed));
  return {
    sure: judged.reduce<number | undefined>(
      (sum, { sure }) => (sum === undefined || sure === undefined ? undefined : sum + sure),
      0,
    ),
    most: judged.reduce((sum, { most }) => sum + most, 0),
  };
}

function judge(episode: readonly TrueRun[], margins: Margins, undisturbed: boolean): TrueRaces {
  if (new Set(episode.map(podOf)).size < 2) return { sure: 0, most: 0 };
  // R6: a failure after the deletion of its pod is told as an interruption.
  if (undisturbed && episode.every(({ fate }) => fate === 'Failed')) return { sure: 0, most: 0 };
  const most = Math.floor(episode.length / 2);
  const plain = episode.every(({ fate }) => fate === 'Failed' || fate === 'Succeeded');
  const met = (a: TrueRun, b: TrueRun) => overlap(a, b) >= margins.overlap;
  const proved = episode.some(
    (a) => a.fate === 'Succeeded' && episode.some((b) => podOf(a) !== podOf(b) && met(a, b)),
  );
  return plain && proved && groupsOf(episode, met).length === 1
    ? { sure: 1, most }
    : { sure: undefined, most };
}

function mayMeet(a: TrueRun, b: TrueRun, { apart }: Margins): boolean {
  const retries = a.fate === 'Failed' || b.fate === 'Failed' ? FREE_RETRY : 0;
  return overlap(a, b) > -(apart + retries);
}

function overlap(a: TrueRun, b: TrueRun): number {
  const ends = [a, b].map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY);
  return Math.min(...ends) - Math.max(a.startedAt, b.startedAt);
}

/** Ids begin with the pod's name. */
function podOf({ id, container }: TrueRun): string {
  return id.slice(0, id.lastIndexOf(`-${container}-`));
}

/** Runs that hang together, one way or another. */
function groupsOf(
  runs: readonly TrueRun[],
  joined: (a: TrueRun, b: TrueRun) => boolean,
): readonly (readonly TrueRun[])[] {
  const left = new Set(runs);
  const groups: TrueRun[][] = [];
  for (const first of runs) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const one of group)
      for (const other of left)
        if (joined(one, other)) {
          left.delete(other);
          group.push(other);
        }
    groups.push(group);
  }
  return groups;
}
