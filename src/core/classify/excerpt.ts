import { maskCommands } from '../model/secretText.ts';
import { maskUrls } from '../model/secretUrls.ts';

/** Longest excerpt in evidence. */
const MAX_EXCERPT = 160;
/** No more than this is looked at. */
const MAX_INPUT = 4096;

const SECRET_NAME =
  /passw|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|credential|authorization|bearer|signature|storepass|keypass|\bsas\b|^pass$/i;
const SECRET_SHAPE =
  /^(AKIA|ASIA|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|sk-|sk_live_|rk_live_|hvs\.|hvb\.|s\.[A-Za-z0-9]{20}|eyJ[A-Za-z0-9_-]{8}|AIza|npm_|dop_v1_|SG\.)/;
/** A long mixed word without a separator: more likely a key than a name. */
const LONG_KEY =
  /^(?=[A-Za-z0-9+_]{0,80}[0-9])(?=[A-Za-z0-9+_]{0,80}[A-Z])(?=[A-Za-z0-9+_]{0,80}[a-z])[A-Za-z0-9+_]{32,}={0,2}$/;
const MASK = '***';

/** Control, bidirectional and other invisible characters become blanks. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');

/** Printable but for the line breaks, which end a command. */
const inLines = (text: string): string => text.replace(/(?:(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])+/gu, ' ');

/** What evidence may show of a text: printable, secrets masked, at most 160 characters. Linear in the text. */
export function excerpt(text: string): string {
  const clean = redact(printable(maskUrls(maskCommands(inLines(text.slice(0, MAX_INPUT))))))
    .replace(/ {2,}/g, ' ')
    .trim();
  return clean.length <= MAX_EXCERPT ? clean : `${sound(clean.slice(0, MAX_EXCERPT - 1))}…`;
}

/** A cut may fall inside a surrogate pair. */
const sound = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');

/** What the next word is: a secret, inside quotes, or `user:password`. */
type Expecting = 'no' | 'word' | 'quoted' | 'pair';

/** Masks passwords in URLs, options, assignments and headers, and words that look like known keys. */
function redact(text: string): string {
  const parts = text.split(/([\s"'`]+)/);
  let expecting: Expecting = 'no';
  let quote = '';
  let last = '';
  const shortPassword = /mysql|mariadb/i.test(text);
  return parts
    .map((part, i) => {
      if (i % 2 === 1) {
        if (expecting === 'word') quote = part.replace(/\s/g, '').slice(-1);
        if (expecting === 'word' && quote !== '') expecting = 'quoted';
        else if (expecting === 'quoted' && part.includes(quote)) expecting = 'no';
        return part;
      }
      if (part === '') return part;
      if (expecting === 'quoted') return MASK;
      if (expecting === 'word') {
        if (/^(bearer|basic|token)$/i.test(part)) return part;
        expecting = 'no';
        return reference(part) ? part : MASK;
      }
      const pair = expecting === 'pair';
      expecting = /^(-u|--user|--proxy-user)$/.test(part) ? 'pair' : 'no';
      if (pair && part.includes(':')) return MASK;
      // `"password": "…"`: name, colon and value are three words.
      if (/^[:=]+$/.test(part) && SECRET_NAME.test(last)) expecting = 'word';
      last = part;
      const masked = maskWord(part, shortPassword);
      if (masked.open) expecting = 'word';
      return masked.text;
    })
    .join('');
}

/** `$X`, `${X}`, `$(X)` name a value without telling it. */
const reference = (word: string): boolean => /^\$[({]?\w+[)}]?[;,]?$/.test(word) || word === '\\';

/** One word; `open` when it is a secret's name and the value is the next word. */
function maskWord(word: string, shortPassword: boolean): { readonly text: string; readonly open: boolean } {
  if (SECRET_SHAPE.test(word)) return { text: MASK, open: false };
  const text = maskUrl(word, shortPassword);
  const pieces = text.split(/([=:&?;,{}<>|()]+)/);
  let named = false;
  const masked = pieces.map((piece, i) => {
    if (i % 2 === 1) {
      if (/[&?;,]/.test(piece)) named = false;
      return piece;
    }
    if (piece === '') return piece;
    if (named || SECRET_SHAPE.test(piece) || LONG_KEY.test(piece)) {
      return reference(piece) || piece.startsWith('$') || piece.startsWith('//') ? piece : MASK;
    }
    named = SECRET_NAME.test(piece) && /^[=:]/.test(pieces[i + 1] ?? '');
    return piece;
  });
  return { text: masked.join(''), open: opens(text, pieces) };
}

/** `--password`, `-p` of a client, `X-Token:`, `PASSWORD=` before a quote: the secret follows. */
function opens(word: string, pieces: readonly string[]): boolean {
  const last = pieces.at(-1) === '' ? (pieces.at(-3) ?? '') : '';
  if (last !== '' && /[=:]$/.test(word)) return SECRET_NAME.test(last);
  return word.startsWith('-') && word.length > 2 && !/[=:]/.test(word) && SECRET_NAME.test(word);
}

/** `scheme://user:password@host` → `scheme://***@host`; mysql's `-pPASSWORD`. */
function maskUrl(word: string, shortPassword: boolean): string {
  const scheme = word.indexOf('://');
  const at = word.lastIndexOf('@');
  if (scheme >= 0 && at > scheme) return `${word.slice(0, scheme + 3)}${MASK}${word.slice(at)}`;
  return shortPassword && /^-p[^$=]{3,}$/.test(word) && !word.startsWith('-password') ? `-p${MASK}` : word;
}
