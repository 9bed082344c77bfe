import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { matchSchema } from '../../src/settings/signatures/match.ts';
import { rowSchema } from '../../src/settings/signatures/row.ts';
import { SETTINGS } from '../../src/settings/table.ts';
import { type Generated, markdownFile, table } from './generated.ts';

const SAMPLE = 'docs/examples/settings.yaml';

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
      '',
      ...signatures(),
    ]),
  ];
}

function signatures(): readonly string[] {
  return [
    '## Signatures of your own',
    '',
    'The list `signatures`, which stands in the file alone, tells of tools that only you have, in the form of the',
    '[rules](rules/README.md) that come with Confessor. `run`, `lint`, `replay` and `explain` all take it by `--config`.',
    `[${SAMPLE}](examples/settings.yaml):`,
    '',
    '```yaml',
    readFileSync(join(import.meta.dirname, '../..', SAMPLE), 'utf8').trimEnd(),
    '```',
    '',
    'Each row is tried on its own examples at start; one that does not match, or a near miss that does, is refused like any',
    'other mistake, by row, field and cure. Where a row of yours speaks of a step by `program` or `facet`, or says by `asks`',
    'that it only asks, ours are not heard about that step. One that speaks of names or images comes before those of ours',
    'that do.',
    '',
    'A pattern is a word, in which each `*` stands for any letters, or several of them with `|` between. Case counts in',
    'options only. There may be 100 rows, and in all of them 2,000 words, 200 of which have a star.',
    '',
    ...table(['Field of a row', 'Must be given', 'Meaning'], fieldsOf(rowSchema)),
    '',
    ...table(['Field of `match`', 'Must be given', 'Meaning'], fieldsOf(matchSchema)),
  ];
}

function fieldsOf({
  shape,
}: {
  readonly shape: Readonly<Record<string, z.ZodType>>;
}): readonly (readonly string[])[] {
  return Object.entries(shape).map(([name, schema]) => {
    const description = z.globalRegistry.get(schema)?.description ?? '';
    return [`\`${name}\``, z.object({ [name]: schema }).safeParse({}).success ? '' : 'yes', description];
  });
}
