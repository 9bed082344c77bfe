import { GROUPS, type Group } from '../../src/cli/explain/explanation.ts';
import { glossary } from '../../src/cli/explain/glossary.ts';
import { type Generated, markdownFile, table } from './generated.ts';

/** These have pages of their own. */
const ELSEWHERE: ReadonlySet<string> = new Set<Group>(['rule', 'failure']);

export function wordsPage(): readonly Generated[] {
  const all = glossary();
  const groups = Object.entries(GROUPS).filter(([group]) => !ELSEWHERE.has(group));
  return [
    markdownFile('docs/words.md', [
      '# Words',
      '',
      'Every word that a finding, a metric or an alert can hold. In the object they are written as here, in metrics in kebab-case',
      '(`crash-looping`); `confessor explain WORD` knows both. Rules have pages of their own: [rules](rules/README.md).',
      ...groups.flatMap(([group, title]) => [
        '',
        `## ${title}`,
        '',
        ...table(
          ['Word', 'What it means', 'Why it matters', 'What to do'],
          all
            .filter((one) => one.group === group)
            .map(({ name, means, matters, steps }) => [name, means, matters, steps.join('<br>')]),
        ),
      ]),
    ]),
  ];
}
