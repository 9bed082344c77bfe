import type { Example, MigrationSignature } from '../../src/core/classify/signature.ts';
import { migrations } from '../../src/core/classify/signatures/migrations.ts';
import type { Lock } from '../../src/core/model/verdict.ts';
import { type Generated, markdownFile, table } from './generated.ts';

const LOCKS: Readonly<Record<Lock, string>> = { Locks: 'yes', None: 'no', Unknown: 'not known' };

export function toolsPage(): readonly Generated[] {
  const rows = migrations
    .filter(({ tool }) => tool !== '')
    .sort((a, b) => a.tool.localeCompare(b.tool, 'en') || a.id.localeCompare(b.id, 'en'));
  return [
    markdownFile('docs/tools.md', [
      '# Migration tools',
      '',
      'What an init container is told by, and what is known of each tool: whether a second run that comes while the first',
      'one works is held up, what remains when a run is killed in the middle, and what the loser of such a meeting prints',
      '(`…` stands for what varies). "Not known" and "not documented" mean that neither its documentation nor its code was',
      'seen to say so. A tool without a lock is safe only while one pod alone runs it.',
      '',
      ...table(
        ['Tool', 'For example', 'Lock', 'After a kill', 'Losers print', 'Source'],
        rows.map((row) => [
          row.tool,
          code(commandOf(row.examples[0])),
          lockOf(row),
          row.afterKill,
          row.losers.map(code).join('<br>'),
          row.source,
        ]),
      ),
    ]),
  ];
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const commandOf = (example: Example | undefined): string =>
  typeof example === 'string' ? example : [...(example?.command ?? []), ...(example?.args ?? [])].join(' ');

const lockOf = ({ lock, lockKind }: MigrationSignature): string =>
  lockKind === undefined ? LOCKS[lock] : `${LOCKS[lock]}: ${lockKind}`;
