import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { signatureRows } from '../../../src/core/classify/catalogue.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import type { Example } from '../../../src/core/classify/signature.ts';
import { SettingsError } from '../../../src/settings/error.ts';
import { printSettings } from '../../../src/settings/print.ts';
import { type ReadSettings, readSettings } from '../../../src/settings/read.ts';
import type { Settings } from '../../../src/settings/schema.ts';
import { rowSchema } from '../../../src/settings/signatures/row.ts';
import { classifierOf } from '../../../src/settings/thresholds.ts';

const SAMPLE = resolve(import.meta.dirname, '../../../docs/examples/settings.yaml');

const read = (values: unknown): ReadSettings =>
  readSettings({
    flags: {},
    environment: {},
    file: { path: 'config.yaml', values, lineOf: () => undefined },
  });

const signatures = (...rows: readonly object[]): Settings => read({ signatures: rows }).settings;

function refusals(...rows: readonly unknown[]): readonly string[] {
  try {
    read({ signatures: rows });
  } catch (error) {
    if (error instanceof SettingsError)
      return error.problems.map((line) => line.replace('config.yaml: signatures', ''));
    throw error;
  }
  return [];
}

const ROW = {
  id: 'user.acmectl',
  category: 'Migration',
  match: { program: ['acmectl'], words: ['db', 'migrate'], asks: ['--plan'] },
  examples: ['acmectl db migrate'],
  counterExamples: ['acmectl db status'],
};

const verdictOf = (settings: Settings, example: Example) =>
  classifierOf(settings)(exampleSpec(example), { workloadKind: 'Deployment' });

describe("signatures of a user's own", () => {
  it('need no more than an id, a category, what matches, an example and a near miss', () => {
    expect(signatures(ROW).signatures).to.deep.equal([
      { ...ROW, tool: '', lock: 'Unknown', source: 'the settings' },
    ]);
  });

  it('are none by default', () => {
    expect(read({}).settings.signatures).to.deep.equal([]);
  });

  it('take every row of ours, but for what we know of migration tools besides, and its id', () => {
    const ours = signatureRows.map(({ id, ...row }) => {
      const { category, tool, lock, match, examples, counterExamples, source } = row;
      const { sideEffecting, confidence, minor } = row;
      const given = {
        category,
        tool,
        lock,
        match,
        examples,
        counterExamples,
        source,
        sideEffecting,
        confidence,
        minor,
      };
      return { id: `user.${id.replaceAll('_', '-')}`, ...withoutUndefined(given) };
    });
    const refused = ours.flatMap((row) => {
      const { error } = rowSchema.safeParse(row);
      return error === undefined
        ? []
        : [
            `${row.id}: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(', ')}`,
          ];
    });
    expect(refused).to.deep.equal([]);
  });

  const wrong: readonly (readonly [title: string, row: unknown, ...lines: readonly string[]])[] = [
    [
      'a row that is none',
      'acmectl',
      `[0]: 'acmectl' is no map: write id, category, match, examples and counterExamples below it`,
    ],
    [
      'an id that could be one of ours',
      { ...ROW, id: 'migration.acme' },
      `[0] (migration.acme): id: 'migration.acme' is no id: write user. and up to 52 of a-z, 0-9, - and dots, for example user.mytool`,
    ],
    [
      'no category',
      { ...ROW, category: undefined },
      '[0] (user.acmectl): category: is missing: write one of Migration, Seed, ExternalCall, Download, ConfigRender, SecretFetch, Wait, Permissions, Kernel, CopyArtifact, Check',
    ],
    [
      'an unknown lock',
      { ...ROW, lock: 'yes' },
      `[0] (user.acmectl): lock: 'yes' is unknown: write one of Locks, None, Unknown`,
    ],
    [
      'a field that is none',
      { ...ROW, toool: 'acmectl' },
      `[0] (user.acmectl): 'toool' is no field of it: did you mean 'tool'?`,
    ],
    [
      'a part of the match that is none',
      { ...ROW, match: { ...ROW.match, word: ['x'] } },
      `[0] (user.acmectl): match: 'word' is no field of it: did you mean 'words'?`,
    ],
    [
      'a number where a word stands',
      { ...ROW, match: { program: ['acmectl', 7] } },
      `[0] (user.acmectl): match.program[1]: '7' is no text: write text, in quotes where it looks like a number`,
    ],
    [
      'a word where a list stands',
      { ...ROW, match: { program: 'acmectl' } },
      `[0] (user.acmectl): match.program: 'acmectl' is no list: write for example [mytool]`,
    ],
    [
      'a word that is empty',
      { ...ROW, match: { program: ['acmectl|'] } },
      `[0] (user.acmectl): match.program[0]: 'acmectl|' is no pattern: write a word, in which * stands for any letters, or several with | between them`,
    ],
    [
      'a facet that nobody has',
      { ...ROW, match: { facet: 'http' } },
      `[0] (user.acmectl): match.facet: 'http' is unknown: write one of http.probe,`,
    ],
    [
      'a match of everything',
      { ...ROW, match: { words: ['up'] } },
      '[0] (user.acmectl): match: would match everything: give at least one of program, facet, name, names, image, env, mount, node',
    ],
    [
      'words of no step',
      { ...ROW, match: { image: ['acme'], words: ['up'] } },
      '[0] (user.acmectl): match.words: speaks of a step: give program or facet, too',
    ],
    [
      'a name beside a program',
      { ...ROW, match: { program: ['acmectl'], name: ['up'] } },
      '[0] (user.acmectl): match.name: is not looked at beside program or facet: write a row of its own for it',
    ],
    [
      'what is not in a name, without a name',
      { ...ROW, match: { image: ['acme'], notNamed: ['up'] } },
      '[0] (user.acmectl): match.notNamed: speaks of a name: give name or names, too',
    ],
    [
      'a confidence that is none',
      { ...ROW, confidence: 0.9 },
      `[0] (user.acmectl): confidence: '0.9' is no percentage: write a whole number from 1 to 100`,
    ],
    [
      'no example',
      { ...ROW, examples: [] },
      `[0] (user.acmectl): examples: is empty: write for example ['mytool migrate']`,
    ],
    [
      'an example that is no container',
      { ...ROW, examples: [7] },
      `[0] (user.acmectl): examples[0]: '7' is no example: write a shell script, or a container with name, image, command, args, env, mounts, privileged, capabilities`,
    ],
    [
      'an example that does not match',
      { ...ROW, examples: ['acmectl db migrate', 'acmectl db upgrade'] },
      `[0] (user.acmectl): examples[1]: 'acmectl db upgrade' is not matched: mend it, or what the row matches`,
    ],
    [
      'a near miss that matches',
      { ...ROW, counterExamples: [{ command: ['acmectl', 'db', 'migrate', 'now'] }] },
      `[0] (user.acmectl): counterExamples[0]: '{"command":["acmectl","db","migrate","now"]}' is matched, and should not be: mend it, or what the row matches`,
    ],
  ];
  for (const [title, row, ...lines] of wrong) {
    it(`refuse ${title} by row and field, and say what to write`, () => {
      const said = refusals(row);
      expect(said).to.have.length(lines.length);
      expect(said.map((text, index) => text.slice(0, lines[index]?.length))).to.deep.equal(lines);
    });
  }

  it('refuse two rows of one id, more rows than are tried quickly, and more words than are', () => {
    expect(refusals(ROW, ROW)).to.deep.equal([
      "[1] (user.acmectl): id: 'user.acmectl' stands twice: give each row an id of its own",
    ]);
    const many = Array.from({ length: 101 }, (_, index) => ({ ...ROW, id: `user.a${index}` }));
    expect(refusals(...many)).to.deep.equal([': has more than 100 rows: keep those that are needed']);
    const words = Array.from({ length: 50 }, (_, index) => `w${index}`).join('|');
    const wide = { ...ROW, match: { ...ROW.match, none: Array.from({ length: 50 }, () => words) } };
    expect(refusals(wide)[0]).to.match(
      /^: has \d+ words to look for: keep to 2000, so that matching stays quick$/,
    );
    const starred = {
      ...ROW,
      match: { ...ROW.match, none: Array.from({ length: 201 }, (_, index) => `*${index}`) },
    };
    expect(refusals(starred)).to.deep.equal([
      ': has 201 words with a *: keep to 200, so that matching stays quick',
    ]);
  });

  it('of the sample stand where the documentation shows them, and print as a file that reads back the same', () => {
    const printed = printSettings(read(parse(readFileSync(SAMPLE, 'utf8'))));
    expect(read(parse(printed)).settings).to.deep.equal(read(parse(readFileSync(SAMPLE, 'utf8'))).settings);
    expect(printed).to.include('signatures:  # config.yaml\n  - {"id":"user.acmectl",');
    expect(printSettings(read({}))).to.include('signatures: []  # default');
  });

  it('are not taken from a flag or a variable', () => {
    const flag = () => readSettings({ flags: { signatures: '[]' }, environment: {} });
    const variable = () => readSettings({ flags: {}, environment: { CONFESSOR_SIGNATURES: '[]' } });
    expect(flag).to.throw('--signatures: is no setting');
    expect(variable).to.throw('CONFESSOR_SIGNATURES: is no setting');
  });

  describe('beside ours', () => {
    it('win where they speak of the same step, also when what they say is less bad', () => {
      const known = signatures({
        ...ROW,
        id: 'user.sealed',
        category: 'Check',
        match: { program: ['alembic'], words: ['upgrade', 'head'], any: ['--sql'] },
        examples: ['alembic upgrade head --sql'],
        counterExamples: ['alembic upgrade head'],
      });
      expect(verdictOf(known, 'alembic upgrade head --sql').category).to.equal('Check');
      expect(verdictOf(known, 'alembic upgrade head').category).to.equal('Migration');
    });

    it('win where they say that a step only asks', () => {
      const [ours, own] = [read({}).settings, signatures(ROW)];
      const asks = { command: ['acmectl', 'db', 'migrate', '--plan'] };
      expect(verdictOf(ours, asks).category).to.equal('Migration');
      expect(verdictOf(own, asks).category).to.equal('Check');
    });

    it('leave other steps of the container to ours', () => {
      const own = signatures({ ...ROW, category: 'Wait' });
      expect(
        verdictOf(own, 'acmectl db migrate && alembic upgrade head').evidence.map(({ rule }) => rule),
      ).to.deep.equal(['migration.alembic', 'user.acmectl']);
    });

    it('come first where names or images are all that is known', () => {
      const own = signatures(
        {
          ...ROW,
          id: 'user.name',
          category: 'Check',
          match: { name: ['migrator'] },
          examples: [{ name: 'acme-migrator' }],
          counterExamples: ['ls'],
        },
        {
          ...ROW,
          id: 'user.image',
          category: 'Seed',
          match: { image: ['acme-*'] },
          examples: [{ image: 'x/acme-1' }],
          counterExamples: ['ls'],
        },
      );
      expect(verdictOf(own, { name: 'migrator', image: 'x/y' }).evidence[0]?.rule).to.equal('user.name');
      expect(verdictOf(own, { name: 'migrator', image: 'x/acme-loader:2' }).evidence[0]?.rule).to.equal(
        'user.image',
      );
    });
  });

  it('are written as YAML by people: a row in block form reads the same as one in JSON', () => {
    expect(read(parse(stringify({ signatures: [ROW] }))).settings).to.deep.equal(signatures(ROW));
  });
});

const withoutUndefined = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
