import { type Command, Option } from 'commander';
import { CliError } from './cliError.ts';
import { configOption, settingsOf } from './config.ts';
import { findingNameOf } from './explain/findingName.ts';
import { withCluster } from './cluster.ts';
import type { FindingOptions } from './explain/liveFinding.ts';
import type { Explanation } from './explain/explanation.ts';
import type { CommandContext } from './streams.ts';

const OUTPUTS = ['text', 'json'] as const;

interface ExplainOptions extends FindingOptions {
  readonly config?: string;
  readonly output: (typeof OUTPUTS)[number];
}

const EXAMPLES = `
Examples:
  confessor explain
  confessor explain migration.alembic
  confessor explain CrashLooping
  confessor explain -n shop icf/web-migrate-3f9c2a1b
  confessor explain sandbox-recreated -o json`;

/** `explain [NAME]`: what a word of a finding means, or a finding of a cluster, why it matters, and what to do. */
export function addExplain(program: Command, { streams }: CommandContext): void {
  const command = program
    .command('explain')
    .summary('tell what a rule, category, state or cause means, or all of a finding')
    .description(
      'Tells what a rule id, category, severity, state, condition, outcome or cause means, why it matters and what to do; without a name lists all there are. Of a finding of a cluster it tells all that is known.',
    )
    .argument(
      '[name]',
      'as it stands in a finding, in evidence, in a metric or an alert; icf/NAME, or NAME with -n, for a finding',
    )
    .addOption(new Option('-o, --output <form>', 'what to print').choices(OUTPUTS).default('text'))
    .option('-n, --namespace <name>', 'of the finding; default: that of the context');
  withCluster(command)
    .addOption(configOption('file with settings (YAML), whose signatures are told, too'))
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, options: ExplainOptions) => {
      streams.stdout.write(await explained(name, options));
    });
}

async function explained(name: string | undefined, options: ExplainOptions): Promise<string> {
  const { glossary } = await import('./explain/glossary.ts');
  const { asJson, asText, listAsJson, listAsText } = await import('./explain/print.ts');
  const { output, config, namespace } = options;
  const all = glossary(config === undefined ? [] : (await settingsOf(config)).signatures);
  if (name === undefined) return output === 'json' ? listAsJson(all) : listAsText(all);
  const finding = findingNameOf(name) ?? (namespace === undefined ? undefined : name);
  if (finding !== undefined) return await ofFinding(finding, all, options);
  const found = await named(name, all);
  return output === 'json' ? asJson(found) : asText(found);
}

async function ofFinding(
  name: string,
  all: readonly Explanation[],
  options: ExplainOptions,
): Promise<string> {
  const { liveFinding } = await import('./explain/liveFinding.ts');
  const { findingAsJson, findingAsText } = await import('./explain/printFinding.ts');
  const finding = await liveFinding(name, options);
  return options.output === 'json' ? findingAsJson(finding, all) : findingAsText(finding, all);
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
