import { binaryPath } from '../lab/binaries.ts';
import type { Cluster } from '../lab/cluster.ts';
import { run } from '../lab/command.ts';
import { kubectlEnvironment } from '../lab/kubeconfig.ts';

const WIDTH = 100;
const SHOWN_WIDTH = 240;
const colour = process.stdout.isTTY && !process.env['NO_COLOR'];
const paint = (code: string, text: string) => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

const cut = (line: string) => (line.length > SHOWN_WIDTH ? `${line.slice(0, SHOWN_WIDTH - 1)}…` : line);

/** What was typed and what it printed. */
export interface Shown {
  readonly command: string;
  readonly output: string;
}

let blank = false;

function print(text: string): void {
  console.log(text);
  blank = text.endsWith('\n');
}

/** Prints a block of lines with air around it. */
export function block(text: string): void {
  print(`${blank ? '' : '\n'}${text.trimEnd()}\n`);
}

/** Opens a chapter. */
export function chapter(title: string): void {
  block(paint('1;36', `── ${title} ${'─'.repeat(Math.max(3, WIDTH - title.length - 4))}`));
}

/** Tells what happens and why it matters. */
export function say(text: string): void {
  print(wrap(text));
}

/** Shows a command and its output; the longest lines are cut. */
export function show(command: string, output: string): Shown {
  const lines = output.trimEnd().split('\n').map(cut).join('\n');
  block(`${paint('1', `$ ${command}`)}\n${lines}`);
  return { command, output: output.trimEnd() };
}

/** Runs kubectl as the audience would, and shows it. */
export async function kubectl(cluster: Cluster, line: string, signal: AbortSignal): Promise<Shown> {
  const env = kubectlEnvironment(cluster.folder, cluster.kubeconfig);
  const output = await run(binaryPath('kubectl'), line.split(' '), { env, signal });
  return show(`kubectl ${line}`, output);
}
