import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../../src/main.ts');
const MIGRATE = { name: 'migrate', image: 'app:1', command: ['alembic', 'upgrade', 'head'] };
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { initContainers: [MIGRATE] } };

/** A shell runs it as a user would: `$lint` is the command, `$folder` the folder of the test. */
function inShell(folder: string, script: string): { readonly status: number | null; readonly err: string } {
  const prefix = `folder='${folder}'; lint="'${process.execPath}' '${MAIN}' lint"; `;
  const { status, stderr } = spawnSync('bash', ['-c', prefix + script.replaceAll('$lint', 'eval "$lint"')], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, err: stderr };
}

describe('the command line, whose output nobody reads', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confessor-pipe-'));
    writeFileSync(join(folder, 'pod.json'), JSON.stringify(POD));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps the exit code of what it found, and says nothing of the pipe', () => {
    const script = '{ "$1" "$2" lint -o json "$3/pod.json" 2>"$3/err"; echo $? >"$3/code"; } | true';
    spawnSync('sh', ['-c', script, 'sh', process.execPath, MAIN, folder]);
    expect(readFileSync(join(folder, 'code'), 'utf8')).to.equal('1\n');
    expect(readFileSync(join(folder, 'err'), 'utf8')).to.equal('');
  });

  it('ends with 2 and says so where its output cannot be written', () => {
    const { status, err } = inShell(folder, '$lint "$folder/pod.json" >/dev/full');
    expect(err).to.match(/^confessor: standard output cannot be written \(ENOSPC\)\n {2}cure: /);
    expect(status).to.equal(2);
  });

  for (const where of ['2>/dev/full', '>/dev/full 2>/dev/full'])
    it(`ends with 2 where its errors cannot be written: ${where}`, () => {
      const { status, err } = inShell(folder, `$lint "$folder/none" "$folder/pod.json" ${where}`);
      expect({ status, err }).to.deep.equal({ status: 2, err: '' });
    });

  it('keeps the exit code where nobody reads its errors', () => {
    const { status } = inShell(folder, '$lint "$folder/pod.json" "$folder/none" 2> >(exec <&-) >/dev/null');
    expect(status).to.equal(2);
  });
});

describe('lint of what is no file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confessor-pipe-'));
    writeFileSync(join(folder, 'pod.json'), JSON.stringify(POD));
    inShell(folder, 'mkfifo "$folder/a.yaml"');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const named of ['a.yaml', '', 'link.yaml'])
    it(`is not held up by a pipe without a writer: ${named === '' ? 'in a folder' : named}`, () => {
      if (named.startsWith('link')) symlinkSync(join(folder, 'a.yaml'), join(folder, named));
      const { status, err } = inShell(folder, `$lint "$folder/${named}" >/dev/null`);
      expect(err).to.match(/(?:a|link)\.yaml: is a pipe, no file\n {2}cure: .*confessor lint - </);
      expect(status).to.equal(2);
    });

  for (const [given, script] of [
    ['a process substitution', '$lint <(cat "$folder/pod.json")'],
    ['a pipe as /dev/stdin', 'cat "$folder/pod.json" | $lint /dev/stdin'],
    ['a file as /dev/stdin', '$lint /dev/stdin <"$folder/pod.json"'],
    ['another descriptor', '$lint /dev/fd/7 7<"$folder/pod.json"'],
  ])
    it(`reads ${given}`, () => {
      expect(inShell(folder, `${script} >/dev/null`)).to.deep.equal({ status: 1, err: '' });
    });

  it('does not read from devices', () => {
    const { status, err } = inShell(folder, '$lint /dev/zero');
    expect(err).to.match(/^confessor: \/dev\/zero: is a device, no file\n/);
    expect(status).to.equal(2);
  });
});
