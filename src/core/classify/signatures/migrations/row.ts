import type { MigrationSignature } from '../../signature.ts';

export const row = (given: Omit<MigrationSignature, 'category'>): MigrationSignature => ({
  category: 'Migration',
  ...given,
});

/**
 * Words that turn any command into a question about it, and those that do so with this tool. `--version` is not among
 * them: several tools take it for the version to migrate to.
 */
export const asking = (...own: readonly string[]): readonly string[] => [
  '--help',
  '--dry-run',
  '--dry-run=true',
  'help',
  ...own,
];

export const NOT_DOCUMENTED = 'not documented';
export const ROLLED_BACK =
  'the open migration is rolled back where the database can roll DDL back; elsewhere what ran of it stays, unrecorded';
export const LOCK_ENDS = `the lock ends with the session; ${ROLLED_BACK}`;
export const UNRECORDED =
  'what ran stays, and the migration is not recorded, so the next run begins it again';
