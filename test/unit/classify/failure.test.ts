import { expect } from 'chai';
import { readFailure } from '../../../src/core/classify/failure.ts';
import { FAILURES } from '../../../src/core/classify/failures.ts';

describe('last words of a failed run', () => {
  for (const row of FAILURES) {
    it(`${row.id} means ${row.meaning}`, () => {
      for (const example of row.examples)
        expect(readFailure(example)?.meaning, example).to.equal(row.meaning);
      for (const example of row.counterExamples)
        expect(readFailure(example)?.rule, example).not.to.equal(row.id);
    });
  }

  it('says nothing of what it does not know', () => {
    expect(readFailure('Multiple head revisions are present for given argument')).to.equal(undefined);
    expect(readFailure('')).to.equal(undefined);
  });

  it("finds the race in Alembic's traceback and shows the decisive line", () => {
    const message =
      'sqlalchemy.exc.IntegrityError: (psycopg2.errors.UniqueViolation) duplicate key value violates unique constraint "pg_type_typname_nsp_index"\n' +
      'DETAIL:  Key (typname, typnamespace)=(alembic_version, 2200) already exists.\n\n[SQL: CREATE TABLE alembic_version]';
    const reading = readFailure(message);
    expect(reading?.meaning).to.equal('Race');
    expect(reading?.excerpt).to.include('pg_type_typname_nsp_index');
  });

  it('puts a half-applied migration before everything else that the message says', () => {
    const message =
      'ERROR: deadlock detected\nError: P3018\n\nA migration failed to apply. New migrations cannot be applied before';
    expect(readFailure(message)?.meaning).to.equal('HalfApplied');
  });

  it('takes a relation that exists for ambiguous, since one replica alone can meet it', () => {
    expect(
      readFailure('django.db.utils.ProgrammingError: relation "app_customer" already exists')?.meaning,
    ).to.equal('Ambiguous');
  });

  it('takes an absent database for a common cause', () => {
    expect(
      readFailure(
        'psql: error: connection to server at "10.0.0.1", port 5432 failed: FATAL:  database "k14" does not exist',
      )?.meaning,
    ).to.equal('Unreachable');
  });

  it('reads no more than 8 KiB', () => {
    expect(readFailure(`${'x'.repeat(9000)} deadlock detected`)).to.equal(undefined);
  });
});
