import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { addExplain } from './explain.ts';
import { addLint } from './lint.ts';
import { addRecord } from './record.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import type { CommandContext } from './streams.ts';

/** Adds one command to the program. What a command needs beyond the core is loaded when it runs, not before. */
export type AddCommand = (program: Command, context: CommandContext) => void;

const COMMANDS: readonly AddCommand[] = [addRun, addLint, addRecord, addReplay, addExplain];

/** The command line; parsing throws a CommanderError instead of ending the process. */
export function createProgram(context: CommandContext): Command {
  const { stdout, stderr } = context.streams;
  const program = new Command('confessor')
    .description(
      'Listens to what init containers confess: which of them migrate, crash-loop, run again or race.',
    )
    .version(manifest.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // Said by `invoke`, with the cure.
      outputError: () => undefined,
    });
  for (const add of COMMANDS) add(program, context);
  return program;
}
