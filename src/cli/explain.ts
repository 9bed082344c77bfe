import { type Command, Option } from 'commander';
import { CliError } from './cliError.ts';
import { configOption, settingsOf } from './config.ts';
import type { Explanation } from './explain/explanation.ts';
import type { CommandContext } from './streams.ts';

const OUTPUTS = ['text', 'json'] as const;

interface ExplainOptions {
  readonly config?: string;
  readonly output: (typeof OUTPUTS)[number];
}

const EXAMPLES = `
Examples:
  confessor explain
  confessor explain migration.alembic
  confessor explain CrashLooping
  confessor explain sandbox-recreated -o json`;

/** `explain [NAME]`: what a word of a finding means, why it matters, and what to do. */
export function addExplain(program: Command, { streams }: CommandContext): void {
  program
    .command('explain')
    .summary('tell what a rule, category, state or cause means')
    .description(
      'Tells what a rule id, category, severity, state, condition, outcome or cause means, why it matters and what to do; without a name lists all there are.',
    )
    .argument('[name]', 'as it stands in a finding, in evidence, in a metric or an alert')
    .addOption(new Option('-o, --output <form>', 'what to print').choices(OUTPUTS).default('text'))
    .addOption(configOption('file with settings (YAML), whose signatures are told, too'))
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, { output, config }: ExplainOptions) => {
      const { glossary } = await import('./explain/glossary.ts');
      const { asJson, asText, listAsJson, listAsText } = await import('./explain/print.ts');
      const all = glossary(config === undefined ? [] : (await settingsOf(config)).signatures);
      if (name === undefined) streams.stdout.write(output === 'json' ? listAsJson(all) : listAsText(all));
      else {
        const found = await named(name, all);
        streams.stdout.write(output === 'json' ? asJson(found) : asText(found));
      }
    });
}

async function named(name: string, all: readonly Explanation[]): Promise<readonly Explanation[]> {
  const { explanationsOf, namesLike } = await import('./explain/find.ts');
  const found = explanationsOf(name, all);
  if (found.length > 0) return found;
  const like = namesLike(name, all).map((one) => `'${one}'`);
  const cure =
    like.length === 0
      ? 'confessor explain lists all names'
      : `did you mean ${like.join(' or ')}? confessor explain lists all names`;
  throw new CliError('', `'${name}' is no name that is known`, cure);
}
