import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readSettingsFile } from '../../../src/cli/run/settingsFile.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/core/model/thresholds.ts';
import { parseDuration, printDuration } from '../../../src/settings/duration.ts';
import { SettingsError } from '../../../src/settings/error.ts';
import { printSettings } from '../../../src/settings/print.ts';
import { readSettings, type SettingsSources } from '../../../src/settings/read.ts';
import { SETTINGS } from '../../../src/settings/table.ts';
import { thresholds } from '../../../src/settings/thresholds.ts';

const none: SettingsSources = { flags: {}, environment: {} };

function problems(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'confessor-settings-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function file(text: string) {
    const path = join(folder, 'config.yaml');
    writeFileSync(path, text);
    return readSettingsFile(path);
  }
  const inFile = (text: string) =>
    problems(() => readSettings({ ...none, file: file(text) })).map((line) => line.replace(`${folder}/`, ''));

  it('have the defaults of the contract', () => {
    const { settings, places } = readSettings(none);
    expect(thresholds(settings)).to.deep.equal(DEFAULT_THRESHOLDS);
    expect(settings).to.deep.include({
      write: { interval: 10_000 },
      series: { max: 100_000, perNamespace: 10_000 },
      leaderElection: { enabled: false, name: 'confessor', namespace: 'confessor-system' },
    });
    expect(settings.http.listen).to.deep.equal({ host: '', port: 8080 });
    expect(places.size).to.equal(0);
  });

  it('are read from flags before the environment before the file', () => {
    const read = readSettings({
      flags: { 'race.hold': '1h' },
      environment: { CONFESSOR_RACE_HOLD: '2h', CONFESSOR_CRASHLOOP_FAILURES: '5' },
      file: file('race:\n  hold: 3h\ncrashLoop:\n  failures: 4\nfindings:\n  retain: 1d\n'),
    });
    expect(read.settings.race.hold).to.equal(3_600_000);
    expect(read.settings.crashLoop.failures).to.equal(5);
    expect(read.settings.findings.retain).to.equal(86_400_000);
    expect([...read.places]).to.deep.equal([
      ['crashLoop.failures', 'CONFESSOR_CRASHLOOP_FAILURES'],
      ['race.hold', '--race.hold'],
      ['findings.retain', `${folder}/config.yaml:6`],
    ]);
  });

  it('take an empty file and an empty variable for nothing', () => {
    expect(
      readSettings({ flags: {}, environment: { CONFESSOR_RECORD: '' }, file: file('') }).settings.record,
    ).to.equal('notable');
  });

  const wrong: readonly (readonly [string, string, readonly string[]])[] = [
    ['an unknown key', 'recrod: all\n', ["config.yaml:1: 'recrod' is no setting: did you mean 'record'?"]],
    [
      'a word like none of ours',
      'bogus: all\n',
      ["config.yaml:1: 'bogus' is no setting: remove it; docs/settings.md lists all there are"],
    ],
    [
      'an unknown key in a section',
      'race:\n  holt: 1h\n',
      ["config.yaml:2: 'race.holt' is no setting: did you mean 'race.hold'?"],
    ],
    [
      'a setting with its levels in one name',
      'race.hold: 1h\ncrashLoop.fails: 3\nthresholds.crashLoop: 3\n',
      [
        "config.yaml:1: 'race.hold' has its levels in one name: write 'race: {hold: …}'",
        "config.yaml:2: 'crashLoop.fails' is no setting: did you mean 'crashLoop.failures'? Write 'crashLoop: {failures: …}'",
        "config.yaml:3: 'thresholds.crashLoop' is no setting: remove it; docs/settings.md lists all there are",
      ],
    ],
    [
      'a setting that is not built yet',
      'accept: { from: settings }\n',
      ["config.yaml:1: 'accept' is no setting: remove it; docs/settings.md lists all there are"],
    ],
    [
      'a duration without unit',
      'race:\n  hold: 24\n',
      ["config.yaml:2: race.hold: '24' is not a duration: write for example 10s, 5m, 24h or 7d"],
    ],
    [
      'a count of nothing',
      'crashLoop:\n  failures: 0\n',
      ["config.yaml:2: crashLoop.failures: '0' is not a whole number from 1 on: write for example 2"],
    ],
    [
      'neither yes nor no',
      'leaderElection:\n  enabled: maybe\n',
      ["config.yaml:2: leaderElection.enabled: 'maybe' is neither true nor false: write one of them"],
    ],
    [
      'a name that Kubernetes does not take',
      'leaderElection:\n  name: My_Lease\n',
      [
        "config.yaml:2: leaderElection.name: 'My_Lease' is no name in Kubernetes: write up to 63 of a-z, 0-9 and -, for example confessor",
      ],
    ],
    [
      'an unknown word',
      'record: some\n',
      ["config.yaml:1: record: 'some' is unknown: write one of notable, flagged, all"],
    ],
    [
      'a value where a section stands',
      'race: 24h\n',
      ['config.yaml:1: race: is a section: write its settings below it'],
    ],
    [
      'a list where a value stands',
      'record: [all]\n',
      ['config.yaml:1: record: is not a single value: write one word or number'],
    ],
    [
      'a list as the whole file',
      '- record\n',
      ["config.yaml: is not a map of settings: write 'name: value' lines"],
    ],
    [
      'no address',
      'http:\n  listen: "8080"\n',
      ["config.yaml:2: http.listen: '8080' is not an address: write for example :8080 or 127.0.0.1:8080"],
    ],
    [
      'two mistakes',
      'record: x\nseries:\n  max: many\n',
      [
        "config.yaml:1: record: 'x' is unknown: write one of notable, flagged, all",
        "config.yaml:3: series.max: 'many' is not a whole number from 1 on: write for example 100000",
      ],
    ],
  ];
  for (const [title, text, lines] of wrong) {
    it(`refuse ${title} and say where it stands and what to write`, () =>
      expect(inFile(text)).to.deep.equal(lines));
  }

  it('refuse a bad flag and a bad variable by their own names', () => {
    const read = () =>
      readSettings({ flags: { 'race.hold': 'long' }, environment: { CONFESSOR_SERIES_MAX: '-1' } });
    expect(problems(read)).to.deep.equal([
      "--race.hold: 'long' is not a duration: write for example 10s, 5m, 24h or 7d",
      "CONFESSOR_SERIES_MAX: series.max: '-1' is not a whole number from 1 on: write for example 100000",
    ]);
  });

  it('refuse an unknown variable', () => {
    const read = () => readSettings({ flags: {}, environment: { CONFESSOR_RACE_HOLDS: '1h' } });
    expect(problems(read)).to.deep.equal([
      "CONFESSOR_RACE_HOLDS: is no setting: did you mean 'CONFESSOR_RACE_HOLD'?",
    ]);
  });

  it('leave alone what Kubernetes sets for a Service called confessor', () => {
    const environment = {
      CONFESSOR_SERVICE_HOST: '10.0.0.1',
      CONFESSOR_PORT: 'tcp://10.0.0.1:8080',
      CONFESSOR_PORT_8080_TCP: 'x',
      HOME: '/',
    };
    expect(problems(() => readSettings({ flags: {}, environment }))).to.deep.equal([]);
  });

  it('print as a file that reads back the same', () => {
    const read = readSettings({
      flags: { 'race.hold': '90m', 'http.listen': '[::1]:9000' },
      environment: {},
    });
    const text = printSettings(read);
    expect(text).to.include('  hold: 90m');
    expect(text).to.match(/hold: 90m +# --race\.hold\n/);
    expect(
      readSettings({ ...none, file: { path: 'x', values: parse(text), lineOf: () => undefined } }).settings,
    ).to.deep.equal(read.settings);
  });

  it('each explain themselves', () => {
    expect(SETTINGS.map(({ name }) => name)).to.include.members([
      'record',
      'crashLoop.failures',
      'series.perNamespace',
    ]);
    expect(SETTINGS.filter(({ text, fallback }) => !text.endsWith('.') || fallback === '')).to.deep.equal([]);
  });
});

describe('a duration', () => {
  const rows: readonly (readonly [string, number | undefined])[] = [
    ['10s', 10_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['0s', 0],
    ['', undefined],
    ['10', undefined],
    ['1.5h', undefined],
    ['-1s', undefined],
    ['1s1m', undefined],
    ['5 m', undefined],
  ];
  for (const [text, millis] of rows)
    it(`'${text}' is ${millis ?? 'none'}`, () => expect(parseDuration(text)).to.equal(millis));

  it('reads back as it was printed', () => {
    fc.assert(
      fc.property(fc.nat(100_000_000), (seconds) => {
        expect(parseDuration(printDuration(seconds * 1000))).to.equal(seconds * 1000);
      }),
    );
  });
});
