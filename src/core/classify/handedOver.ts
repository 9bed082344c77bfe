import { INERT } from './inert.ts';
import type { Step } from './step.ts';
import { unwrap } from './unwrap.ts';
import { basename, isFlag, tokens } from './words.ts';

/** What an unknown program hands its words over to. */
export interface HandedOver {
  readonly step: Step;
  /** Its name says that it runs what it is given: what is harmless counts, too. */
  readonly surely: boolean;
}

/** The programs that somebody knows. */
interface Known {
  knows(program: string): boolean;
}

/** Nobody has the command of a wrapper begin further behind. */
const NEAR = 8;
/** What only speaks of a command, waits for it, or works on its file. */
const SPEAKS =
  /^(?:log|logs|logger|info|warn|warning|error|err|debug|echo|print|printf|say|msg|message|die|fail|fatal|notice|note|title|banner|wait|waitfor|await|check|verify|usage|copy|cp|install|link|ln|stage|download|fetch|chown|chmod|fix|perms|require|need|has|have|exists|which|ensure)$/;
const RUNS =
  /^(?:run|runs|runner|exec|execute|with|retry|retries|entrypoint|wrapper|wrap|launch|launcher|capture|command|sudo|silent|quiet|quietly|until|env|invoke|start|eval|safe|safely|timed|background)$/;

/** A script takes a command rather than verbs of its own. */
const SCRIPT = /\.(?:sh|bash|py|rb|js)$/;

/**
 * The command in the words of a program that nobody knows: behind `--`, or from the first word on that is a known
 * program. `exclude_from_capture /opt/hadoop/bin/hdfs namenode -format`.
 */
export function handedOver(step: Step, known: Known): HandedOver | undefined {
  if (step.words.length < 2 || step.entrypoint || known.knows(step.program)) return undefined;
  const name = tokens(step.program);
  const dashes = step.words.indexOf('--');
  if (dashes > 0) {
    const command = commandAt(step, dashes + 1, known, true);
    if (command !== undefined) return { step: command, surely: false };
  }
  if (name.some((word) => SPEAKS.test(word))) return undefined;
  const runs = name.some((word) => RUNS.test(word));
  const end = Math.min(step.words.length, NEAR);
  let plain = 0;
  for (let at = 1; at < end && plain < 3; at += 1) {
    const word = step.words[at] ?? '';
    if (isFlag(word)) continue;
    const command =
      runs || /\/|^\w+\.sh$/.test(word) || SCRIPT.test(step.program)
        ? commandAt(step, at, known, runs && plain === 0)
        : undefined;
    if (command !== undefined) return { step: command, surely: runs && plain < 2 };
    plain += 1;
  }
  return undefined;
}

/** What stands here is a command where it has words of its own, or is all that is given to what runs it. */
function commandAt(step: Step, at: number, known: Known, first: boolean): Step | undefined {
  const given = step.words.slice(at);
  const { words } = unwrap(given);
  const program = basename(words[0] ?? '');
  if (program === '' || INERT.has(program) || !known.knows(program)) return undefined;
  if (!first && words.length < 2) return undefined;
  return { ...step, program, words };
}
