import type { ContainerSpec } from '../model/facts.ts';
import { volumeOf } from './places.ts';
import type { Step } from './step.ts';
import { isFlag } from './words.ts';

/** What a program leaves behind that a next run does not want: taking it away loses nothing. */
const LEFTOVER =
  /(?:^|[/._*-])(?:lost\+found|tmp|temp|caches?|pids?|locks?|sock|socket|run|\.?trash(?:-\d+)?)(?:$|[/._*-])/i;

/** Does it empty a folder of a volume that outlives the pod? */
export function erasesKept(step: Step, spec: ContainerSpec): boolean {
  const targets = step.program === 'rm' ? removed(step.words) : found(step);
  return targets.some((path) => {
    const volume = volumeOf(path, spec);
    return volume?.kind === 'persistentVolumeClaim' && !LEFTOVER.test(volume.inside);
  });
}

/** Of `rm` only what takes folders or whatever there is; a single file is rather a leftover. */
function removed(words: readonly string[]): readonly string[] {
  const recursive = words.some((word) => /^(?:-[a-zA-Z]*[rR]|--recursive$)/.test(word));
  return words.slice(1).filter((word) => !isFlag(word) && (recursive || word.includes('*')));
}

function found(step: Step): readonly string[] {
  if (step.program !== 'find' || !step.words.includes('-delete')) return [];
  if (step.words.some((word) => LEFTOVER.test(word))) return [];
  return step.words.slice(1).filter((word) => word.startsWith('/') || word.startsWith('.'));
}
