/** Control characters but for tab and line feed, direction marks, and characters that are not seen. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LINE_BREAKS = /[\t\n]/g;

/** At most `max` characters of a text that may hold several lines, without anything a terminal would obey. */
export function block(text: string, max: number): string {
  const cut = cap(text, max);
  return cut.search(UNSEEN) < 0 ? cut : cut.replace(UNSEEN, '');
}

/** Like {@link block}, in one line. */
export function line(text: string, max: number): string {
  const clean = block(text, max);
  return clean.search(LINE_BREAKS) < 0 ? clean : clean.replace(LINE_BREAKS, ' ');
}

/** Copies what it cuts: a slice would keep the whole hostile text alive. Halves of a surrogate pair become U+FFFD. */
export function cap(text: string, max: number): string {
  return text.length <= max ? text : Buffer.from(text.slice(0, max)).toString();
}
