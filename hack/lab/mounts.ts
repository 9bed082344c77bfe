import { readFileSync } from 'node:fs';
import { run } from './command.ts';

/** The mount points below a folder in this mount namespace, deepest first. */
export function mountsBelow(folder: string): string[] {
  const unescape = (text: string) =>
    text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => unescape(line.split(' ')[4] ?? ''))
    .filter((point) => point === folder || point.startsWith(`${folder}/`))
    .reverse();
}

/** Unmounts everything below a folder; fails rather than leave one, for the folder is removed next. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const point of mountsBelow(folder)) await run('umount', ['--lazy', point]);
  const left = mountsBelow(folder);
  if (left.length > 0) throw new Error(`still mounted: ${left.join(' ')}`);
}
