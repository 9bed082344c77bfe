import { Option } from 'commander';
import type { Settings } from '../settings/schema.ts';

/** `--config` of the commands that have only this of the settings. */
export const configOption = (text: string): Option => new Option('--config <file>', text);

/** What the file of `--config` says, and the defaults; throws a SettingsError or a CliError where it cannot be used. */
export async function settingsOf(config: string | undefined): Promise<Settings> {
  const { readSettings } = await import('../settings/read.ts');
  const { readSettingsFile } = await import('./run/settingsFile.ts');
  const file = config === undefined ? undefined : readSettingsFile(config);
  return readSettings({ flags: {}, environment: {}, file }).settings;
}
