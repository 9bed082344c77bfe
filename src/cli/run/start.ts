import { environment } from '../../settings/environment.ts';
import { printSettings } from '../../settings/print.ts';
import { readSettings } from '../../settings/read.ts';
import { SETTINGS } from '../../settings/table.ts';
import type { ClusterOptions } from '../cluster.ts';
import { kubeSource } from '../kubeSource.ts';
import type { ExitCode, Streams } from '../streams.ts';
import { readSettingsFile } from './settingsFile.ts';

/** What `run` is asked for: beside these, each setting by its name. */
export interface RunOptions extends ClusterOptions, Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly printSettings?: true;
}

/** Reads the settings, then prints them or starts the operator; throws a SettingsError where they cannot be used. */
export async function startRun(options: RunOptions, streams: Streams): Promise<ExitCode> {
  const file = options.config === undefined ? undefined : readSettingsFile(options.config);
  const read = readSettings({ flags: flagsOf(options), environment: environment(), file });
  if (options.printSettings) {
    streams.stdout.write(printSettings(read));
    return 0;
  }
  const { runOperator } = await import('./operate.ts');
  return await runOperator({
    settings: read.settings,
    source: kubeSource(options),
    unread: streams.unread,
  });
}

function flagsOf(options: RunOptions): Record<string, string> {
  const given = SETTINGS.flatMap(({ name }) => {
    const value = options[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}
