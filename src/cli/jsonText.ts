/** What a terminal would obey, or nobody sees, e.g. in the name of a file. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Indented JSON with a line end, in which what is not seen is escaped. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2).replace(UNSEEN, asEscape)}\n`;
}

function asEscape(unseen: string): string {
  return unseen
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
