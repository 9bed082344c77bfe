import type { Block, Shown } from './shown.ts';

/** What the kubelet knows when it writes the status of a container that exists. */
export interface Sight {
  readonly old: Shown;
  readonly id: string;
  readonly running: boolean;
  /** restartCount in the runtime's own record. */
  readonly rc: number;
  /** The dead container before it, where the runtime still has it. */
  readonly older: Block | undefined;
}

/** The two ways in which kubelets fill in restartCount and lastState (V1, V2). */
export interface Profile {
  readonly rc: (sight: Sight) => number;
  readonly last: (sight: Sight) => Block | undefined;
}

/** Says what the runtime's records say. */
const LEGACY: Profile = {
  rc: ({ rc }) => rc,
  last: ({ older }) => older,
};

/** R4: never lets a count fall, and keeps the run before. */
const STICKY: Profile = {
  rc: ({ old, id, running, rc }) => {
    const seenStarting = running && old.state === 'ended' && old.id !== id && rc <= old.rc;
    return seenStarting ? old.rc + 1 : Math.max(old.rc, rc);
  },
  last: ({ old, id }) => (old.state === 'ended' && old.id !== id ? old.end : old.last),
};

export function profileOf(sticky: boolean): Profile {
  return sticky ? STICKY : LEGACY;
}
