import { expect } from 'chai';
import { confessor } from './cliRun.ts';

const BAD_USE: readonly { readonly args: readonly string[]; readonly says: RegExp; readonly cure: RegExp }[] =
  [
    { args: ['frob'], says: /unknown command 'frob'/, cure: /confessor --help/ },
    { args: ['explain', 'frob'], says: /'frob' is no name/, cure: /confessor explain lists all names/ },
    { args: ['explain', 'racin'], says: /'racin' is no name/, cure: /did you mean 'Racing'\?/ },
    { args: ['lint'], says: /missing required argument/, cure: /confessor lint --help/ },
    { args: ['lint', '--frob', 'x'], says: /unknown option '--frob'/, cure: /confessor lint --help/ },
    {
      args: ['lint', '-o', 'xml', 'x'],
      says: /'xml' is invalid.*text, json, sarif, junit/,
      cure: /confessor lint --help/,
    },
    { args: ['lint', '--fail-on', 'blue', 'x'], says: /'blue' is invalid/, cure: /confessor lint --help/ },
    { args: ['lint', '/no/such/place'], says: /\/no\/such\/place: no such file/, cure: /that exist/ },
    { args: ['replay', '/no/such/place'], says: /\/no\/such\/place: no such file/, cure: /that exists/ },
    { args: ['replay', '--record', 'some', '-'], says: /'some' is invalid/, cure: /confessor replay --help/ },
    {
      args: ['run', '--config', '/no/such/place'],
      says: /\/no\/such\/place: no such file/,
      cure: /--config/,
    },
    {
      args: ['run', '--kubeconfig', '/no/such/place'],
      says: /the kubeconfig \/no\/such\/place cannot be read/,
      cure: /name a kubeconfig file that exists/,
    },
  ];

describe('the command line', () => {
  for (const { args, says, cure } of BAD_USE) {
    it(`answers 'confessor ${args.join(' ')}' with exit code 2 and the cure`, async () => {
      const { code, out, err } = await confessor(args);
      expect(code).to.equal(2);
      expect(out).to.equal('');
      expect(err).to.match(says);
      expect(err.split('cure: ')[1]).to.match(cure);
    });
  }

  it('prints its version and its help on standard output', async () => {
    expect(await confessor(['--version'])).to.include({ code: 0, out: '0.1.0\n', err: '' });
    const help = await confessor(['--help']);
    expect(help.code).to.equal(0);
    expect(help.out).to.match(/run .*\n[^]*lint .*\n[^]*record .*\n[^]*replay /);
  });

  it('called with nothing explains itself and fails', async () => {
    const { code, err } = await confessor([]);
    expect(code).to.equal(2);
    expect(err).to.include('Usage: confessor');
  });

  it('has a flag for every setting and prints what is in force', async () => {
    const { code, out } = await confessor([
      'run',
      '--print-settings',
      '--crashLoop.failures',
      '3',
      '--race.hold=2h',
    ]);
    expect(code).to.equal(0);
    expect(out).to.match(/ {2}failures: 3 +# --crashLoop\.failures\n/);
    expect(out).to.match(/ {2}hold: 2h +# --race\.hold\n/);
    expect(out).to.match(/record: notable +# default\n/);
  });

  it('names each bad setting with its place', async () => {
    const { code, out, err } = await confessor(['run', '--record', 'al', '--race.hold', 'soon']);
    expect(code).to.equal(2);
    expect(out).to.equal('');
    expect(err)
      .to.match(/--record: 'al' is unknown/)
      .and.match(/--race\.hold: 'soon' is not a duration/);
  });

  it('lets nothing out of a name that could move a terminal', async () => {
    const { err } = await confessor(['lint', '/no/\u001b[31m\u202eplace']);
    expect(err).to.match(/^[\x20-\x7e\n]+$/);
  });
});
