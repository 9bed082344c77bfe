import type { Raw } from './script.ts';
import { saidBy } from './step.ts';
import { basename } from './words.ts';

/** A script to parse (`text`), found in the word `index`; or the argv that runs a script file (`words`). */
type ScriptWord =
  | { readonly text: string; readonly index: string; readonly words?: undefined }
  | { readonly words: readonly string[]; readonly text?: undefined };

/** The script or the command inside of a command. */
export function scriptOf(words: readonly string[]): ScriptWord | undefined {
  const program = basename(words[0] ?? '');
  if (program === 'busybox' && words.length > 1) return scriptOf(words.slice(1)) ?? { words: words.slice(1) };
  if (isShell(words)) return ofShell(words);
  if (program === 'eval') return { text: words.slice(1).join(' '), index: '' };
  if (program === 'trap') return trapped(words);
  if (program === 'find') return ofFind(words);
  if (/^(powershell|pwsh|cmd)$/i.test(program)) return ofWindows(words);
  return undefined;
}

const isShell = (words: readonly string[]): boolean =>
  /^(sh|bash|ash|dash|zsh|ksh)$/.test(basename(words[0] ?? ''));

/** Programs of which a shell among the words is a word like any other. */
const TELLS = /^(echo|printf|grep|sed|awk|cat|export|set|alias|logger|git|which|type|test|\[)$/;

/** Where a program that nobody knows hands over to a shell: `anything sh -c 'a b'`; -1 when it does not. */
export function shellWithin(words: readonly string[]): number {
  if (TELLS.test(basename(words[0] ?? ''))) return -1;
  return words.findIndex(
    (_, i) =>
      i > 0 &&
      i < words.length - 2 &&
      isShell(words.slice(i, i + 1)) &&
      /^-[a-z]{0,8}c$/.test(words[i + 1] ?? ''),
  );
}

/** `bash -ec 'set -x; …'` gives the script, `bash ./run.sh a` the argv `./run.sh a`. */
function ofShell(words: readonly string[]): ScriptWord | undefined {
  let inline = false;
  for (let i = 1; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (word === '-o' || word === '+o' || word === '-O') i += 1;
    else if (/^-[a-zA-Z]*s[a-zA-Z]*$/.test(word) && !word.includes('c')) return undefined;
    else if (/^[-+][a-zA-Z]+$/.test(word)) {
      inline ||= word.startsWith('-') && word.includes('c');
      if (word.includes('o')) i += 1;
    } else if (!word.startsWith('--')) {
      return inline ? { text: word, index: word } : { words: words.slice(i) };
    }
  }
  return undefined;
}

/** `trap 'a && b' EXIT`; `trap - EXIT` and `trap '' TERM` run nothing. */
function trapped([, text = '', ...signals]: readonly string[]): ScriptWord | undefined {
  return signals.length === 0 || text === '' || text.startsWith('-') ? undefined : { text, index: '' };
}

/** What a shell without a script of its own reads from its standard input: a text, or a file of it. */
export function fedTo(words: readonly string[], raw: Raw): ScriptWord | undefined {
  if (!isShell(words)) return undefined;
  if ((raw.input ?? '') !== '') return { text: raw.input ?? '', index: '' };
  const source = raw.upstream?.at(-1);
  if (source === undefined) return raw.reads?.[0] === undefined ? undefined : { words: [raw.reads[0]] };
  const said = (raw.upstream ?? []).map(saidBy);
  if (!said.includes('')) return { text: said.join('\n'), index: '' };
  // The answer of a request has a rule of its own, which looks for the shell.
  if (REQUEST.test(basename(source.words[0] ?? ''))) return undefined;
  return { words: [source.words[0] === 'cat' ? (source.words.at(-1) ?? '') : '$SCRIPT'] };
}

const REQUEST = /^(curl|wget|aria2c|http|https|xh)$/;

function ofFind(words: readonly string[]): ScriptWord | undefined {
  const at = words.findIndex((word) => /^-(exec|execdir|ok)$/.test(word));
  if (at < 0) return undefined;
  const inner = words.slice(at + 1).filter((word) => word !== ';' && word !== '+' && word !== '{}');
  return { words: [...inner, words[1] ?? ''] };
}

/** PowerShell and cmd are not parsed: the words of the first command are taken as they stand. */
function ofWindows(words: readonly string[]): ScriptWord | undefined {
  const at = words.findIndex((word, i) => i > 0 && !/^[-/]/.test(word));
  if (at < 0) return undefined;
  return {
    words: words
      .slice(at)
      .join(' ')
      .split(/[\s;]+/)
      .filter((word) => word !== ''),
  };
}
