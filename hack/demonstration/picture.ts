import type { Shown } from './narrator.ts';

const COLUMNS = 140;
const [CHARACTER, LINE, MARGIN, BAR] = [7.85, 18, 18, 30];
const [GROUND, FRAME, TEXT, PROMPT, BOLD, FADED] = [
  '#0d1117',
  '#161b22',
  '#c9d1d9',
  '#7ee787',
  '#f0f6fc',
  '#8b949e',
];
/** Words that a reader should see first. */
const WARM: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Racing|CrashLooping|HalfApplied|StuckLock|Red)\b|Init:\S+/g, '#ff7b72'],
  [/\b(?:Yellow|Repeating|Migration)\b/g, '#d29922'],
  [/\bRunning\b/g, '#7ee787'],
];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', ' ': '\u00A0' };
// Viewers of SVG melt blanks together.
const escape = (text: string) => text.replaceAll(/[&<> ]/g, (character) => entities[character] ?? character);

/** As a terminal breaks a long line. */
function wrap(line: string): readonly string[] {
  return line.length <= COLUMNS ? [line] : [line.slice(0, COLUMNS), ...wrap(line.slice(COLUMNS))];
}

function coloured(line: string): string {
  return WARM.reduce(
    (text, [words, fill]) => text.replace(words, (word) => `<tspan fill="${fill}">${word}</tspan>`),
    escape(line),
  );
}

function linesOf({ command, output }: Shown): readonly string[] {
  const [header = '', ...rows] = output.split('\n');
  const prompt = `<tspan fill="${PROMPT}">$</tspan> <tspan fill="${BOLD}" font-weight="bold">${escape(command)}</tspan>`;
  const headers = wrap(header).map((line) => `<tspan fill="${FADED}">${escape(line)}</tspan>`);
  return [prompt, ...headers, ...rows.flatMap(wrap).map(coloured), ''];
}

/** A picture of a terminal, as SVG. */
export function picture(shown: readonly Shown[]): string {
  const lines = shown.flatMap(linesOf).slice(0, -1);
  const width = Math.ceil(COLUMNS * CHARACTER) + 2 * MARGIN;
  const height = BAR + lines.length * LINE + 2 * MARGIN;
  const rows = lines.map(
    (line, row) => `<text x="${MARGIN}" y="${BAR + MARGIN + (row + 0.75) * LINE}">${line}</text>`,
  );
  const lights = ['#ff5f56', '#ffbd2e', '#27c93f'].map(
    (fill, index) => `<circle cx="${MARGIN + 6 + index * 20}" cy="${BAR / 2}" r="6" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>What Confessor found in the demonstration</title>
<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/>
<path d="M0 ${BAR}V8a8 8 0 0 1 8-8h${width - 16}a8 8 0 0 1 8 8v${BAR - 8}z" fill="${FRAME}"/>
${lights.join('\n')}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="${TEXT}">
${rows.join('\n')}
</g>
</svg>
`;
}
