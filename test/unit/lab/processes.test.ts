import { spawn } from 'node:child_process';
import { expect } from 'chai';
import {
  descendants,
  endProcesses,
  hasEnded,
  identify,
  isAlive,
  parseStat,
  self,
} from '../../../hack/lab/processes.ts';

const afterName = 'S 42 0 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 987654 0 0';

describe('processes', () => {
  it('reads id, parent, state and start time', () => {
    expect(parseStat(`77 (sleep) ${afterName}`)).to.deep.equal({
      pid: 77,
      startTicks: '987654',
      state: 'S',
      parent: 42,
      threads: 1,
    });
  });

  it('is not deceived by a name like a stat line', () => {
    expect(parseStat(`77 (x) Z 1 (y)) ${afterName}`)?.parent).to.equal(42);
  });

  it('knows no process by an empty record', () => {
    expect(parseStat('')).to.equal(undefined);
  });

  it('does not take a later process with the same id for the recorded one', () => {
    expect(isAlive(self())).to.equal(true);
    expect(isAlive({ ...self(), startTicks: '1' })).to.equal(false);
  });

  const ENDS = [
    { what: 'a process that runs', state: 'R', threads: 1, ended: false },
    { what: 'a zombie', state: 'Z', threads: 1, ended: true },
    {
      what: 'a zombie whose threads are still dying, and hold its port',
      state: 'Z',
      threads: 3,
      ended: false,
    },
  ];
  for (const { what, state, threads, ended } of ENDS) {
    it(`${what} has ${ended ? '' : 'not '}ended`, () => expect(hasEnded({ state, threads })).to.equal(ended));
  }

  it('ends exactly what it is told, also when it ignores the polite signal', async () => {
    const child = spawn('/bin/sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 1; done']);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const [id] = identify([child.pid ?? 0]);
    expect(id && descendants([self()]).some(({ pid }) => pid === id.pid)).to.equal(true);
    await endProcesses(id ? [id] : [], 'SIGTERM', 100);
    expect(id && isAlive(id)).to.equal(false);
    expect(isAlive(self())).to.equal(true);
  });
});
