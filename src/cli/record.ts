import type { Command } from 'commander';
import { untilSignal } from '../stopping.ts';
import { withCluster } from './cluster.ts';
import type { RecordOptions } from './record/record.ts';
import type { CommandContext } from './streams.ts';

const NOTES = `
Prints one JSON line {receivedAt, type, object} for each change until Ctrl-C; the first lines are what is there now.
Values of environment variables, annotations of others and everything shaped like a secret are left out. --scrub-names
also replaces names of objects, namespaces, nodes and registries, each always by the same word; names within commands
and images stay where they are no object's, so look at the file before you publish it.

Example:
  confessor record -n shop > incident.jsonl; gzip incident.jsonl`;

/** `record`: what the operator reads, as lines that `replay` takes. */
export function addRecord(program: Command, { streams }: CommandContext): void {
  const command = program
    .command('record')
    .summary('watch what the operator reads and print it for replay')
    .description('Watches what the operator reads and prints each change as one JSON line, without secrets.');
  withCluster(command)
    .option('-n, --namespace <name>', 'record one namespace (and the nodes) only')
    .option('--logs', 'read the end of the logs of failed runs too, as the operator does with logs: previous')
    .option('--scrub-names', 'replace names, so that the recording can be shared')
    .addHelpText('after', NOTES)
    .action(async (options: RecordOptions) => {
      const { record } = await import('./record/record.ts');
      // A recording ends after a whole line.
      const stopping = untilSignal(streams.unread);
      await record(options, streams, stopping.signal).finally(() => stopping.release());
    });
}
