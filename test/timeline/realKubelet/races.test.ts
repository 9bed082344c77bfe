import { expect } from 'chai';
import { failed, running, succeeded, terminated } from '../../build/state.ts';
import { born, told, up } from './pods.ts';

/** The last 2048 bytes of a log: its head is cut in the middle of a word. */
const CUT_LOG = `ger.py", line 609, in execute
    cursor.execute(statement, parameters)
psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint "pg_type_typname_nsp_index"
DETAIL:  Key (typname, typnamespace)=(alembic_version, 2200) already exists.
`;

describe('C17 FallbackToLogsOnError', () => {
  it('keeps the end of a traceback: the error of the database is quoted, whatever its head', () => {
    const story = told(
      born()
        .sandbox(1)
        .init('migrate', failed('g1', { from: 5, to: 6, message: CUT_LOG })),
      born()
        .sandbox(1)
        .init('migrate', failed('g2', { rc: 1, from: 7, to: 8, message: CUT_LOG })),
    );
    expect(story.status('migrate').message).to.match(/UniqueViolation: duplicate key value/);
  });

  it('the log of the main container, killed with its sandbox, says nothing about init containers', () => {
    const main = terminated('m1', 143, { from: 10, to: 19, message: 'main up' });
    const story = told(
      up(),
      up()
        .sandbox(20)
        .main(main)
        .init('migrate', succeeded('g2', { rc: 1, from: 24, to: 25 })),
    );
    expect(story.status('migrate').message).to.not.match(/main up/);
  });
});

describe('C21 a race of migrations', () => {
  const lost = failed('h1', { from: 6, to: 12, message: CUT_LOG });
  const winner = born('web-h1-1').sandbox(1);
  const loser = born('web-h1-2').sandbox(1);

  it('shows a failure for an instant and a retry that succeeds: failed, and no crash loop', () => {
    const story = told(
      winner.init('migrate', running('g1', { at: 6 })),
      loser.init('migrate', running('h1', { at: 6 })),
      winner.init('migrate', succeeded('g1', { from: 6, to: 12 })),
      loser.init('migrate', running('h2', { rc: 1, at: 13, last: lost })),
      loser.init('migrate', succeeded('h2', { rc: 1, from: 13, to: 15, last: lost })),
    );
    expect(story.status('migrate').races).to.include({ total: 1, failed: 1 });
    expect(story.status('migrate').runs).to.include({ total: 3, failed: 1, succeeded: 2, exact: true });
    expect(story.causes('migrate')).to.deep.equal({ Retry: 1 });
    expect(story.status('migrate').conditions.map(({ type }) => type)).to.not.include('CrashLooping');
  });

  it('is one where the retry itself overlaps the winner, as with knex (14i)', () => {
    const early = failed('h1', { from: 6, to: 7, message: 'relation "knex_migrations" already exists' });
    const story = told(
      winner.init('migrate', running('g1', { at: 6 })),
      loser.init('migrate', running('h2', { rc: 1, at: 8, last: early })),
      loser.init('migrate', succeeded('h2', { rc: 1, from: 8, to: 11, last: early })),
      winner.init('migrate', succeeded('g1', { from: 6, to: 11 })),
    );
    expect(story.status('migrate').races).to.include({ total: 1, failed: 1 });
  });
});
