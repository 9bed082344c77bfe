import { CommanderError } from 'commander';
import { CliError } from './cliError.ts';
import { line } from '../facts/text.ts';
import { SettingsError } from '../settings/error.ts';
import { createProgram } from './program.ts';
import { say } from './say.ts';
import type { ExitCode, Streams } from './streams.ts';

const PROBLEM_MAX = 1000;
const HELP = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

/** What the user asked for instead of a command: no command at all is bad use, and the help has been printed. */
function exitOf(error: CommanderError, args: readonly string[], streams: Streams): ExitCode {
  if (HELP.has(error.code)) return args.length === 0 ? 2 : 0;
  const command = args.find((arg) => !arg.startsWith('-'));
  const known = error.code !== 'commander.unknownCommand' && command !== undefined;
  const text = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
  say(streams, text, `confessor ${known ? `${command} ` : ''}--help`);
  return 2;
}

/** Runs one command to its end and returns the exit code; what goes wrong is said on standard error. */
export async function invoke(args: readonly string[], streams: Streams): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = createProgram({ streams, exit: (last) => (code = last) });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return exitOf(error, args, streams);
    if (error instanceof CliError) say(streams, error.message, error.cure);
    else if (error instanceof SettingsError)
      for (const problem of error.problems)
        streams.stderr.write(`confessor: ${line(problem, PROBLEM_MAX)}\n`);
    else
      say(
        streams,
        `unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        '',
      );
    return 2;
  }
}
