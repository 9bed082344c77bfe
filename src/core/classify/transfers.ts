import type { Step } from './step.ts';
import { isFlag, isRemote } from './words.ts';

export type Transfer = 'transfer.down' | 'transfer.up' | 'transfer.erase';

/** Clients of stores, and how they write a remote place where it is no URL. */
const CLIENTS: ReadonlyMap<string, RegExp | undefined> = new Map([
  ...'aws gsutil gcloud s3cmd s5cmd az azcopy storage-initializer hdfs hadoop oras b2 ossutil obsutil coscli'
    .split(' ')
    .map((name) => [name, undefined] as const),
  ...['scp', 'rsync', 'rclone'].map((name) => [name, /^[\w.@-]{1,255}:/] as const),
  ['kubectl', /^[\w./@-]{1,255}:\//],
  ['mc', /^[A-Za-z][\w-]{0,255}\/\S/],
]);
const ERASES = /^(?:rm|rb|del|delete|deletefile|purge|remove|rmdir|rmdirs|mv|move|moveto)$/;
const MOVES = /^(?:mv|move|moveto)$/;
/** `sync --delete`: what is not at the source goes at the target. */
const MIRRORS = /^(?:--delete|--delete-\w{1,16}|--remove|-d)$/;

/**
 * Copying between the network and the file system: the last two plain words say which way. What is taken away at a remote
 * place is changed there, too.
 */
export function transferOf(step: Step): Transfer | undefined {
  if (!CLIENTS.has(step.program) && !step.entrypoint) return undefined;
  const isPlace = remotely(step.program);
  const plain = step.words.slice(1).filter((word) => !isFlag(word));
  const places = plain.filter((word) => isPlace(word) || /^(?:[./~$"]|-$)/.test(word));
  const target = isPlace(places.at(-1));
  const source = isPlace(places.at(-2));
  const verb = plain.slice(0, 6).find((word) => ERASES.test(word));
  if (verb !== undefined && (MOVES.test(verb) ? source : target)) return 'transfer.erase';
  if (places.length < 2 || (!source && !target)) return undefined;
  if (!target) return 'transfer.down';
  return step.words.some((word) => MIRRORS.test(word)) ? 'transfer.erase' : 'transfer.up';
}

const remotely =
  (program: string) =>
  (word: string | undefined): boolean =>
    word !== undefined && (isRemote(word) || CLIENTS.get(program)?.test(word) === true);
