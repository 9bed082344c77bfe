import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockHolder, tryLock } from '../../../hack/lab/lock.ts';

const subject = `lock test ${process.pid}`;
const file = join(import.meta.dirname, '../../../hack/lab/lock.ts');

describe('lock', () => {
  it('is held by one, who can be asked for', async () => {
    const held = await tryLock(subject);
    expect(await tryLock(subject)).to.equal(undefined);
    expect(await lockHolder(subject)).to.equal(String(process.pid));
    held?.release();
  });

  it('is free again after SIGKILL of its holder', async () => {
    const program = `const { tryLock } = await import(${JSON.stringify(file)});
      await tryLock(${JSON.stringify(subject)}); console.log('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await tryLock(subject)).to.equal(undefined);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const held = await tryLock(subject);
    expect(held).not.to.equal(undefined);
    held?.release();
  });
});
