import { line } from '../facts/text.ts';

/** A cell longer than this tells nobody anything. */
const CELL_MAX = 300;

const GAP = '   ';

/** Plain aligned columns as kubectl prints them; an empty cell is shown as `-`. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows.map((row) => row.map((cell) => (cell === '' ? '-' : line(cell, CELL_MAX))))];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const print = (line: readonly string[]): string =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd();
  return lines.map((line) => `${print(line)}\n`).join('');
}
