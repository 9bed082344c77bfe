import type { Cause, Outcome } from '../../../src/core/model/names.ts';
import { containerId, uid, workId } from '../../../src/core/model/refs.ts';
import type { Run } from '../../../src/core/track/run.ts';
import { millis } from '../../build/clock.ts';

export interface RunOptions {
  readonly pod?: string;
  readonly node?: string;
  readonly from?: number;
  /** Absent: not ended, or not known. */
  readonly to?: number;
  readonly outcome?: Outcome;
  readonly sequence?: number;
  readonly inPlace?: Cause;
  readonly message?: string;
  readonly epoch?: number;
  readonly bootId?: string;
  readonly endShownIn?: number;
  readonly begunAfter?: number;
}

/** A run of `migrate` that succeeded, where nothing else is said. */
export function runLike(options: RunOptions): Run {
  const { pod = 'p1', node = 'n1', from = 0, to, outcome = 'Succeeded', sequence = 1 } = options;
  return {
    id: containerId(`containerd://${pod}-${sequence}`),
    sequence,
    container: 'migrate',
    pod,
    podUid: uid(pod),
    node,
    revision: 'h1',
    work: workId('w1'),
    databaseWork: undefined,
    epoch: options.epoch === undefined ? undefined : millis(options.epoch),
    bootId: options.bootId ?? '',
    startedAt: millis(from),
    finishedAt: to === undefined ? undefined : millis(to),
    exitCode: outcome === 'Succeeded' ? 0 : outcome === 'Running' ? undefined : 1,
    message: options.message ?? '',
    outcome,
    inPlace: options.inPlace,
    endShownIn: options.endShownIn,
    begunAfter: options.begunAfter,
  };
}
