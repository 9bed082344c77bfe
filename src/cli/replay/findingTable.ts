import { PRINTER_COLUMNS } from '../../api/crd.ts';
import { renderFinding } from '../../api/render.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Millis } from '../../core/model/refs.ts';
import { humanDuration } from '../../core/model/time.ts';
import { table } from '../table.ts';
import type { Played } from './play.ts';

type Column = (typeof PRINTER_COLUMNS)[number];

/** The columns of `kubectl get initfindings -A`. A finding that was never stored has no age. */
export function asTable({ findings, now }: Played, wide: boolean): string {
  if (findings.length === 0) return 'No findings.\n';
  const columns = PRINTER_COLUMNS.filter(
    (column) => column.name !== 'Age' && (wide || !('priority' in column)),
  );
  const header = ['NAMESPACE', ...columns.map(({ name }) => name.toUpperCase())];
  const rows = findings.map((finding) => [
    finding.namespace,
    ...columns.map((column) => cell(column, finding, now)),
  ]);
  return table(header, rows);
}

function cell({ jsonPath, type }: Column, finding: Finding, now: Millis): string {
  const value = at(renderFinding(finding), jsonPath);
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return type === 'date' ? humanDuration(now - Date.parse(String(value))) : String(value);
}

/** The first value at a path such as `.status.recentRuns[*].cause`, as kubectl prints a column. */
function at(object: unknown, jsonPath: string): unknown {
  const keys = jsonPath.match(/[^.[\]]+/g) ?? [];
  return keys.reduce<readonly unknown[]>(step, [object])[0];
}

function step(values: readonly unknown[], key: string): readonly unknown[] {
  const objects = values.filter((value) => typeof value === 'object' && value !== null);
  const children = objects.flatMap((value): unknown[] =>
    key === '*' ? Object.values(value) : [Reflect.get(value, key)],
  );
  return children.filter((child) => child !== undefined);
}
