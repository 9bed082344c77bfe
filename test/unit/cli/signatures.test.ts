import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readSarif } from '../../golden/cli/sarifSchema.ts';
import { confessor } from './cliRun.ts';

const SETTINGS = {
  record: 'all',
  signatures: [
    {
      id: 'user.acmectl',
      category: 'Seed',
      tool: 'acmectl',
      match: { program: ['acmectl'], words: ['db'] },
      examples: ['acmectl db up'],
      counterExamples: ['acmectl status'],
      source: 'our wiki',
    },
  ],
};

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'uid-web',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec: {
    initContainers: [{ name: 'prime', image: 'app:1', command: ['acmectl', 'db', 'up'] }],
    containers: [{ name: 'app', image: 'app:1' }],
  },
};

describe("signatures of a user's own", () => {
  let folder = '';
  let config = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confessor-signatures-'));
    config = join(folder, 'config.yaml');
    writeFileSync(config, JSON.stringify(SETTINGS));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('hold for lint, and stand in SARIF as rules', async () => {
    const without = await confessor(['lint', '-'], JSON.stringify(POD));
    const { code, out } = await confessor(['lint', '--config', config, '-'], JSON.stringify(POD));
    expect(without.out).to.include('1 unknown');
    expect(code).to.equal(1);
    expect(out).to.include('seed (acmectl)').and.to.include('[user.acmectl]');
    const sarif = await confessor(['lint', '--config', config, '-o', 'sarif', '-'], JSON.stringify(POD));
    const [rule] = readSarif(sarif.out).tool.driver.rules;
    expect(rule?.id).to.equal('user.acmectl');
    expect(rule?.help.text).to.include('Known from: our wiki');
  });

  it('hold for replay, beside the other settings', async () => {
    const { out } = await confessor(['replay', '--config', config, '-o', 'json', '-'], JSON.stringify(POD));
    const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly status: object }[] };
    expect(findings[0]?.status).to.include({ category: 'Seed', tool: 'acmectl' });
  });

  it('are explained', async () => {
    const { out } = await confessor(['explain', '--config', config, 'user.acmectl']);
    expect(out).to.match(/^user\.acmectl: a rule\n\ntells +seed, red, side-effecting, with acmectl/);
    expect((await confessor(['explain', '--config', config, 'Seed'])).out).to.include('user.acmectl, ');
    expect((await confessor(['explain', 'user.acmectl'])).code).to.equal(2);
  });

  it('that their own examples disprove end every command with 2, and say which and why', async () => {
    const [row] = SETTINGS.signatures;
    writeFileSync(
      config,
      JSON.stringify({ signatures: [{ ...row, examples: ['acmectl up'] }] }, undefined, 1),
    );
    for (const args of [['lint', '-'], ['replay', '-'], ['explain'], ['run', '--print-settings']]) {
      const [command = '', ...rest] = args;
      const { code, out, err } = await confessor([command, '--config', config, ...rest], JSON.stringify(POD));
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(
        /config\.yaml:16: signatures\[0\] \(user\.acmectl\): examples\[0\]: 'acmectl up' is not matched: mend it/,
      );
    }
  });
});
