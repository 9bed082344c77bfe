import { type Command, Option } from 'commander';
import { SETTINGS } from '../settings/table.ts';
import { withCluster } from './cluster.ts';
import type { RunOptions } from './run/start.ts';
import type { CommandContext } from './streams.ts';

/** `run`: the operator. Each setting is a flag, a variable and a line of the file. */
export function addRun(program: Command, { streams, exit }: CommandContext): void {
  const command = program
    .command('run')
    .summary('run the operator')
    .description('Runs the operator: watches the cluster and writes findings and metrics until SIGTERM.');
  withCluster(command)
    .option('--config <file>', 'file with settings (YAML)')
    .option('--print-settings', 'print the settings in force and where each comes from, then end');
  for (const { flag, text, fallback, variable } of SETTINGS) {
    command.addOption(new Option(`${flag} <value>`, `${text} (default: ${fallback}; or $${variable})`));
  }
  command.action(async (options: RunOptions) => {
    const { startRun } = await import('./run/start.ts');
    exit(await startRun(options, streams));
  });
}
