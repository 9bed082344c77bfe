import type { Step } from './step.ts';

const LOOKS: ReadonlySet<string> = new Set(
  (
    'ls cat df du env printenv hostname id whoami uname pwd stat ps free lsblk wc head tail which file readlink realpath nproc ' +
    'grep egrep fgrep cut sort uniq tr diff cmp sha256sum md5sum mountpoint blkid getfacl getenforce lsattr tree column less more'
  ).split(' '),
);

/** What only reads what lies in the container, and prints it or fails: `ls /data`, `grep -q a /config/b`, `: "${A:?not set}"`. */
export function onlyLooks(step: Step): boolean {
  if (step.entrypoint || step.loop !== undefined || writes(step)) return false;
  if (step.program === ':') return /\$\{\w{1,128}:?\?/.test(step.text);
  if (step.words.length === 2 && /^--?(?:version|help)$/.test(step.words[1] ?? '')) return true;
  return LOOKS.has(step.program) || step.program === 'test' || step.program === '[';
}

/** What is read to its end and only says something does nothing else, whatever it is called: the pull of its image, say. */
export const onlySays = (step: Step): boolean =>
  !step.entrypoint &&
  step.loop === undefined &&
  !writes(step) &&
  /^(echo|printf|true|false|:|exit|set|date)$/.test(step.program);

const writes = (step: Step): boolean => step.writes.some((path) => !path.startsWith('/dev/'));
