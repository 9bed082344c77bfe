import { printDuration } from './duration.ts';
import type { ReadSettings } from './read.ts';
import type { Settings } from './schema.ts';
import { SIGNATURES } from './signatures/problems.ts';
import { SETTINGS, type Setting } from './table.ts';
import type { Listen } from './values.ts';

/** The settings in force as a settings file, each with the place it comes from. */
export function printSettings({ settings, places }: ReadSettings): string {
  const rows = SETTINGS.map((setting) => ({
    setting,
    text: `${indent(setting)}${setting.path.at(-1)}: ${printValue(setting, valueOf(settings, setting))}`,
  }));
  const width = Math.max(...rows.map(({ text }) => text.length));
  const lines = rows.flatMap(({ setting, text }, index) => [
    ...sectionLine(setting, rows[index - 1]?.setting),
    `${text.padEnd(width)}  # ${places.get(setting.name) ?? 'default'}`,
  ]);
  return [...lines, ...signatureLines(settings, places.get(SIGNATURES))].map((text) => `${text}\n`).join('');
}

/** One line for each row: JSON is YAML, too. */
function signatureLines({ signatures }: Settings, place = 'default'): readonly string[] {
  if (signatures.length === 0) return [`${SIGNATURES}: []  # ${place}`];
  return [`${SIGNATURES}:  # ${place}`, ...signatures.map((row) => `  - ${JSON.stringify(row)}`)];
}

function indent({ path }: Setting): string {
  return '  '.repeat(path.length - 1);
}

function sectionLine({ path }: Setting, before: Setting | undefined): readonly string[] {
  return path.length > 1 && before?.path[0] !== path[0] ? [`${path[0]}:`] : [];
}

type Value = string | number | boolean | Listen;

function valueOf(settings: Settings, { path }: Setting): Value {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], settings) as Value;
}

function printValue({ fallback }: Setting, value: Value): string {
  if (typeof value === 'object') return printListen(value);
  // A default that is written as a duration tells that the value is one.
  return typeof value === 'number' && /[dhms]$/.test(fallback) ? printDuration(value) : String(value);
}

function printListen({ host, port }: Listen): string {
  return JSON.stringify(`${host.includes(':') ? `[${host}]` : host}:${port}`);
}
