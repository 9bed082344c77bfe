import { line } from '../facts/text.ts';
import type { Streams } from './streams.ts';

const MESSAGE_MAX = 4000;

/** Says on standard error what is wrong and, where it is not '', what cures that. */
export function say(streams: Streams, what: string, cure: string): void {
  streams.stderr.write(`confessor: ${line(what, MESSAGE_MAX)}\n`);
  if (cure !== '') streams.stderr.write(`  cure: ${line(cure, MESSAGE_MAX)}\n`);
}
