import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../../src/main.ts');
const MIGRATE = { name: 'migrate', image: 'app:1', command: ['alembic', 'upgrade', 'head'] };
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { initContainers: [MIGRATE] } };

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
});
