import type { Snapshot } from '../core/model/snapshot.ts';
import { FindingCollector } from './findingCollector.ts';

/** One snapshot as exposition text, without limits: for one look, as `replay` takes it. */
export function renderSnapshot(snapshot: Snapshot): string {
  return new FindingCollector({ max: Infinity, perNamespace: Infinity }).collect(snapshot).text;
}
