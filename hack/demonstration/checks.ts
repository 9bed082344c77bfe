import { table } from '../../src/cli/table.ts';

/** One thing that must be seen, and what was seen. */
export interface Check {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly seen: boolean;
}

/** The checks as a table. */
export function checkTable(checks: readonly Check[]): string {
  return table(
    ['CHECK', 'WANTED', 'MEASURED', 'SEEN'],
    checks.map(({ what, wanted, measured, seen }) => [what, wanted, measured, seen ? 'yes' : 'NO']),
  );
}
