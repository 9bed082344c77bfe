import { expect } from 'chai';
import { confessor } from '../../unit/cli/cliRun.ts';
import { expectGolden } from './golden.ts';

const ROWS: readonly { readonly file: string; readonly args: readonly string[] }[] = [
  { file: 'explain.rule.txt', args: ['migration.golang-migrate'] },
  { file: 'explain.rule.json', args: ['migration.golang-migrate', '-o', 'json'] },
  { file: 'explain.category.txt', args: ['secret-fetch'] },
  { file: 'explain.state.txt', args: ['ConfessorInitRacing'] },
  { file: 'explain.cause.txt', args: ['Replica'] },
  { file: 'explain.unknown.txt', args: ['unknown'] },
  { file: 'explain.doubt.txt', args: ['unknown.program'] },
  { file: 'explain.failure.txt', args: ['race.knex-table'] },
];

describe('what explain prints', () => {
  for (const { file, args } of ROWS) {
    it(`of ${args.join(' ')} is ${file}`, async () => {
      const { code, out, err } = await confessor(['explain', ...args]);
      expect({ code, err }).to.deep.equal({ code: 0, err: '' });
      expectGolden(file, out);
    });
  }
});
