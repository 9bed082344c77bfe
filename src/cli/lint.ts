import { type Command, Option } from 'commander';
import { configOption, settingsOf } from './config.ts';
import type { LintFinding, LintReport } from './lint/report.ts';
import { say } from './say.ts';
import type { CommandContext, ExitCode } from './streams.ts';

const OUTPUTS = ['text', 'json', 'sarif', 'junit'] as const;
type Output = (typeof OUTPUTS)[number];
const FAIL_ON = ['red', 'yellow', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Without a file of settings the packages that read one are not loaded. */
const NO_SETTINGS = { signatures: [] };

interface LintOptions {
  readonly output: Output;
  readonly failOn: FailOn;
  readonly config?: string;
}

const EXITS = `
Exit codes: 0 nothing at the level of --fail-on that is not accepted, 1 something, 2 bad use or unreadable input.

Examples:
  confessor lint deploy/
  helm template ./chart | confessor lint -
  kubectl get deployments -A -o yaml | confessor lint - -o json
  confessor lint -o sarif deploy/ > confessor.sarif    # for GitHub code scanning, from the root of the repository
  confessor lint -o junit --fail-on yellow deploy/ > confessor.xml`;

/** `lint FILE… | DIR… | -`: what the init containers of manifests do, without a cluster. */
export function addLint(program: Command, { streams, exit }: CommandContext): void {
  program
    .command('lint')
    .summary('tell what the init containers of manifests do, offline')
    .description(
      'Reads manifests (YAML or JSON, many documents, Lists, folders) and tells what each init container does.',
    )
    .argument('<manifest...>', 'files, folders, or - for standard input')
    .addOption(new Option('-o, --output <form>', 'what to print').choices(OUTPUTS).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'which severity gives exit code 1').choices(FAIL_ON).default('red'),
    )
    .addOption(configOption('file with settings (YAML), whose signatures hold here, too'))
    .addHelpText('after', EXITS)
    .action(async (paths: string[], options: LintOptions) => {
      const { lint, placeOf } = await import('./lint/report.ts');
      const { signatures } = options.config === undefined ? NO_SETTINGS : await settingsOf(options.config);
      const report = await lint(paths, streams.stdin, { signatures, now: Date.now() });
      const fails = ({ severity, accepted }: LintFinding): boolean =>
        accepted === null && failsOn(severity, options.failOn);
      for (const piece of await printed(report, options.output, fails)) streams.stdout.write(piece);
      for (const place of report.expired) say(streams, `${placeOf(place)}: ${place.what}; ${place.cure}`, '');
      for (const [cure, places] of Map.groupBy(report.unreadable, (place) => place.cure))
        for (const place of places)
          say(streams, `${placeOf(place)}: ${place.what}`, place === places.at(-1) ? cure : '');
      exit(exitOf(report, fails));
    });
}

/** What could not be read may hold anything. */
function exitOf({ unreadable, findings }: LintReport, fails: (finding: LintFinding) => boolean): ExitCode {
  if (unreadable.length > 0) return 2;
  return findings.some(fails) ? 1 : 0;
}

async function printed(
  report: LintReport,
  output: Output,
  fails: (finding: LintFinding) => boolean,
): Promise<Iterable<string>> {
  if (output === 'sarif') return (await import('./lint/sarif/log.ts')).asSarif(report);
  if (output === 'junit') return [(await import('./lint/junit.ts')).asJUnit(report, fails)];
  const { asJson, asText } = await import('./lint/print.ts');
  if (output === 'json') return asJson(report);
  return isWorthTelling(report) ? [asText(report)] : [];
}

/** Beside errors, a summary of nothing would look like a result. */
function isWorthTelling({ summary, unreadable }: LintReport): boolean {
  return summary.files > 0 && (summary.workloads > 0 || unreadable.length === 0);
}

function failsOn(severity: string, level: FailOn): boolean {
  if (level === 'never') return false;
  return severity === 'red' || (level === 'yellow' && severity === 'yellow');
}
