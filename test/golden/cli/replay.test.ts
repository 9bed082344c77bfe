import { join } from 'node:path';
import { expect } from 'chai';
import { confessor } from '../../unit/cli/cliRun.ts';
import { expectGolden } from './golden.ts';

const RACE = join(import.meta.dirname, '../../recordings/14a-alembic-race.jsonl.gz');

describe('what replay prints of a real race', () => {
  it('is this for people', async () => {
    const { code, out, err } = await confessor(['replay', RACE]);
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expectGolden('race.replay.txt', out);
  });

  it('is this for people who want to know more', async () => {
    const { out } = await confessor(['replay', '--record', 'all', '-o', 'wide', RACE]);
    expectGolden('race.replay-wide.txt', out);
  });
});
