import type { LastWords } from '../core/model/lastWords.ts';
import { containerId, uid } from '../core/model/refs.ts';
import { Reader, Strange } from './read.ts';
import { redact } from './redact.ts';
import { block } from './text.ts';

/** Kind under which a recording holds the end of a log. */
export const LOG_KIND = 'ContainerLog';

const TEXT_MAX = 4096;

/** The end of a log as far as it is kept: without secrets and whatever a terminal would obey. */
export function logTail(text: string): string {
  // Redacted before it is cut: a secret must not lose the beginning by which it is known. The server has cut already.
  const clean = redact(withoutCutKey(block(text, 16 * TEXT_MAX)));
  return block(clean.slice(-TEXT_MAX).replace(/^[\uDC00-\uDFFF]/, ''), TEXT_MAX);
}

const KEY_END = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;

/** A private key of which the log shows no more than the end: what stands before it may all be key. */
function withoutCutKey(text: string): string {
  const end = KEY_END.exec(text);
  if (end === null || text.slice(0, end.index).includes('-----BEGIN ')) return text;
  return `***${text.slice(end.index + end[0].length)}`;
}

/** As a recording holds it; undefined where it lacks what tells whose it is. */
export function readLog(object: unknown): LastWords | undefined {
  const reader = new Reader(object, '', new Strange());
  const podUid = reader.at('metadata').str('uid');
  const [container, id] = [reader.str('container', 63), reader.str('containerID', 256)];
  if (podUid === '' || container === '' || id === '') return undefined;
  return { podUid: uid(podUid), container, id: containerId(id), text: logTail(reader.verbatim('message')) };
}
