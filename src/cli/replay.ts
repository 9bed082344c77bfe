import { type Command, Option } from 'commander';
import { RECORD_MODES, type RecordMode } from '../core/model/thresholds.ts';
import { line } from '../facts/text.ts';
import { configOption, settingsOf } from './config.ts';
import type { CommandContext } from './streams.ts';

const OUTPUTS = ['text', 'wide', 'json'] as const;

const NOTE_MAX = 4000;

interface ReplayOptions {
  readonly output: (typeof OUTPUTS)[number];
  readonly record?: RecordMode;
  readonly config?: string;
}

const EXAMPLES = `
Reads what \`confessor record\` wrote, what \`kubectl get pods --watch --output-watch-events -o json\` prints, or a List;
files ending in .gz too. Several files are merged by time.

Examples:
  confessor replay incident.jsonl.gz
  confessor replay pods.json replicasets.json deployments.json -o json`;

/** `replay FILE… | -`: a recording through the engine, and the findings as the operator would have written them. */
export function addReplay(program: Command, { streams }: CommandContext): void {
  program
    .command('replay')
    .summary('feed a recording through the engine and print the findings')
    .description(
      'Feeds a recording through the engine of the operator and prints the findings it would have written.',
    )
    .argument('<recording...>', 'files, or - for standard input')
    .addOption(new Option('-o, --output <form>', 'what to print').choices(OUTPUTS).default('text'))
    .addOption(
      new Option(
        '--record <mode>',
        'what gets a finding (default: what the settings say, else notable)',
      ).choices(RECORD_MODES),
    )
    .addOption(configOption('file with settings (YAML), as the operator takes it'))
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: ReplayOptions) => {
      const { replay } = await import('./replay/replay.ts');
      const { classifierOf, thresholds } = await import('../settings/thresholds.ts');
      const settings = await settingsOf(options.config);
      const { record = settings.record } = options;
      const rules = { thresholds: thresholds(settings), classifier: classifierOf(settings) };
      const result = await replay(files, streams, record, rules);
      for (const note of result.notes) streams.stderr.write(`confessor: ${line(note, NOTE_MAX)}\n`);
      if (options.output === 'json') {
        const { asJson } = await import('./replay/json.ts');
        streams.stdout.write(asJson(result));
      } else {
        const { asTable } = await import('./replay/findingTable.ts');
        streams.stdout.write(asTable(result, options.output === 'wide'));
      }
    });
}
