import { SETTINGS } from '../../src/settings/table.ts';
import { type Generated, markdownFile, table } from './generated.ts';

export function settingsPage(): readonly Generated[] {
  return [
    markdownFile('docs/settings.md', [
      '# Settings',
      '',
      'A flag is stronger than an environment variable, that is stronger than the file given by `--config`, and that is',
      'stronger than the default. `confessor run --print-settings` prints what is in force and where it comes from, as a',
      'file that `--config` reads. In the file, dots are levels: `race.hold` is `hold` below `race`.',
      'Durations are written as `10s`, `5m`, `24h` or `7d`. What is unknown or unreadable is refused.',
      '',
      ...table(
        ['Setting', 'Default', 'Meaning', 'Flag', 'Variable'],
        SETTINGS.map((s) => [
          `\`${s.name}\``,
          `\`${s.fallback}\``,
          s.text,
          `\`${s.flag}\``,
          `\`${s.variable}\``,
        ]),
      ),
    ]),
  ];
}
