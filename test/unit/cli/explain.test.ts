import { expect } from 'chai';
import { z } from 'zod';
import { namesLike } from '../../../src/cli/explain/find.ts';
import { type Explanation, GROUPS } from '../../../src/cli/explain/explanation.ts';
import { glossary } from '../../../src/cli/explain/glossary.ts';
import { asText, listAsText } from '../../../src/cli/explain/print.ts';
import { createClassifier, signatureRows } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { FAILURES } from '../../../src/core/classify/failures.ts';
import {
  CATEGORIES,
  CAUSES,
  CONDITIONS,
  kebab,
  ORIGINS,
  OUTCOMES,
  RACE_LEVELS,
  SEVERITIES,
  STATES,
} from '../../../src/core/model/names.ts';
import { LOCKS } from '../../../src/core/model/verdict.ts';
import { confessor } from './cliRun.ts';

const all = glossary();
const words = all.filter(({ group }) => group !== 'rule' && group !== 'failure');
const namesOf = (...groups: readonly Explanation['group'][]): readonly string[] =>
  all.filter(({ group }) => groups.includes(group)).map(({ name }) => name);

const answer = z.object({
  explanations: z.array(z.object({ group: z.string(), name: z.string(), means: z.string() })),
});

async function groupsOf(name: string): Promise<readonly string[]> {
  const { out } = await confessor(['explain', name, '-o', 'json']);
  return answer.parse(JSON.parse(out)).explanations.map(({ group }) => group);
}

describe('what can be explained', () => {
  it('is every name that a reader can meet', () => {
    expect(namesOf('category')).to.deep.equal(CATEGORIES);
    expect(namesOf('severity')).to.deep.equal(SEVERITIES);
    expect(namesOf('state')).to.deep.equal(STATES);
    expect(namesOf('state', 'condition')).to.include.members([...CONDITIONS]);
    expect(namesOf('outcome')).to.deep.equal(OUTCOMES);
    expect(namesOf('cause')).to.deep.equal(CAUSES);
    expect(namesOf('level')).to.deep.equal(RACE_LEVELS);
    expect(namesOf('lock')).to.deep.equal(LOCKS);
    expect(namesOf('origin')).to.deep.equal(ORIGINS);
    expect(namesOf('rule')).to.include.members(signatureRows.map(({ id }) => id));
    expect(namesOf('failure')).to.deep.equal(FAILURES.map(({ id }) => id));
  });

  it('is whatever evidence names', () => {
    const classify = createClassifier();
    const strange = [{ command: ['/frob'] }, { image: 'x/y' }, `echo ${'a'.repeat(40_000)}`];
    const examples = signatureRows.flatMap((row) => [...row.examples, ...row.counterExamples]);
    const verdicts = [...strange, ...examples].map((example) =>
      classify(exampleSpec(example), { workloadKind: 'Deployment' }),
    );
    const named = new Set(verdicts.flatMap(({ evidence }) => evidence.map(({ rule }) => rule)));
    expect(named).to.include.all.keys('unknown.program', 'unknown.nothing', 'unknown.truncated');
    const known = new Set(namesOf('rule'));
    expect([...named].filter((rule) => !known.has(rule))).to.deep.equal([]);
  });

  for (const { group, name, means, matters, steps } of words) {
    it(`${group} ${name} has whole sentences of what it means, why it matters and what to do`, () => {
      for (const text of [means, matters, ...steps]) expect(text).to.match(/^[A-Z`][^\n]{4,}[.?]$/);
      expect(steps).not.to.be.empty;
    });
  }

  it('has a meaning of its own, each', () => {
    expect(new Set(words.map(({ means }) => means)).size).to.equal(words.length);
  });

  it('of a rule is what it matches, with examples, near misses and a source', () => {
    for (const { name, rule } of all.filter(
      ({ group, rule: row }) => group === 'failure' || row !== undefined,
    )) {
      expect(rule?.matches, name).not.to.be.empty;
      expect(rule?.examples, name).not.to.be.empty;
      expect(rule?.nearMisses, name).not.to.be.empty;
      expect(rule?.source, name).not.to.equal('');
      for (const text of [...(rule?.examples ?? []), ...(rule?.nearMisses ?? [])])
        expect(text, name).not.to.equal('');
    }
  });

  it('never holds what a terminal would obey, and stays within its width where words allow it', () => {
    const text = `${asText(all)}${listAsText(all)}`;
    expect(text).not.to.match(/[^\P{C}\n]/u);
    const wide = text.split('\n').filter((line) => line.length > 100);
    expect(wide.filter((line) => line.trim().includes(' ') && !/^[a-z ]{14}\S+$/.test(line))).to.deep.equal(
      [],
    );
  });
});

describe('explain', () => {
  it('finds a name as it stands in an object, in a metric and in an alert', async () => {
    for (const name of ['CrashLooping', 'crash-looping', 'crashlooping', 'ConfessorInitCrashLooping'])
      expect(await groupsOf(name), name).to.deep.equal(['state']);
    for (const { group, name } of words) expect(await groupsOf(kebab(name)), name).to.include(group);
  });

  it('tells all that a name stands for', async () => {
    expect(await groupsOf('Unknown')).to.deep.equal(['category', 'severity', 'outcome', 'cause', 'lock']);
    expect(await groupsOf('failed')).to.deep.equal(['outcome', 'level']);
  });

  it('lists all names, for programs too', async () => {
    const { out, code } = await confessor(['explain', '-o', 'json']);
    const { names } = z
      .object({ names: z.array(z.object({ group: z.string(), name: z.string() })) })
      .parse(JSON.parse(out));
    expect(code).to.equal(0);
    expect(names).to.have.length(all.length);
    const text = (await confessor(['explain'])).out;
    for (const { name } of all) expect(text).to.include(name);
    for (const title of Object.values(GROUPS)) expect(text).to.include(title);
  });

  it('has an answer for the slip of a finger, a part of a name and a tool', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['alembic', 'migration.alembic'],
      ['golang-migrate', 'migration.golang-migrate'],
      ['migration.alembik', 'migration.alembic'],
      ['Rasing', 'Racing'],
      ['sandbox', 'SandboxRecreated'],
    ];
    for (const [given, wanted] of rows) expect(namesLike(given, all)[0], given).to.equal(wanted);
    expect(namesLike('qqqq', all)).to.deep.equal([]);
    expect(namesLike('migration', all)).to.have.length(5);
    expect(namesLike('', all)).to.deep.equal([]);
  });

  it('answers an unknown name with nothing on standard output', async () => {
    for (const name of ['', 'frob', 'x'.repeat(10_000), '\u001b[31mracing\u202e']) {
      const { code, out, err } = await confessor(['explain', name, '-o', 'json']);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(/^[\x20-\x7e…\n]+$/);
    }
  });
});
