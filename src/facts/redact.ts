import { isPlainHeader } from '../core/model/secretNames.ts';
import { maskCommands } from '../core/model/secretText.ts';
import { maskUrls } from '../core/model/secretUrls.ts';
import { SecretWords } from '../core/model/secretWords.ts';

/** What stands where a secret was. */
const REDACTED = '***';

const SECRET_NAME =
  /pass(?!ive|enger|age|through|_?time)|pwd|secret|token|credential|keys?(?:[_\-.\d]|$)|apikey|private|(?:^|[_\-.])auth(?:$|[_\-.]|orization)|cookie|salt|signature|dsn_?secret|cert(?:$|_?data)/i;
/** `$NAME`, `${NAME}`, `$(NAME)`: a reference tells nothing. */
const REFERENCE = /^["']?\$(?:\{\w{1,128}\}|\(\w{1,128}\)|[A-Z_][A-Z0-9_]{0,127})["']?$/;
/** `token-file=`, `secretName:`: says where the secret is, not what it is. */
const PLACE = /(?:file|path|dir|url|name)\\{0,3}["']?\s{0,4}[=:]\s{0,4}$/i;

/** `Authorization: Bearer …`: the secret is the word after. */
const SCHEME = /^(?:Bearer|Basic)$/i;

const WORD =
  '(?:password|passwd|passphrase|(?<!\\$\\{?)pwd|pass(?![a-z])|secret|token|credentials?|(?:api|access|private|signing|encryption|master|license|account|shared)[-_.]?key|authorization)';
/** Quoted, quoted with escaped quotes, or a word up to where a shell or a URL would end it. */
const VALUE =
  '\\\\{1,3}"[^"\\n]{0,4096}"|"(?:[^"\\\\\\n]|\\\\.){0,4096}"|\'[^\'\\n]{0,4096}\'|[^\\s"\'&;|)<>]{1,4096}';

type Replace = (match: string, ...groups: readonly string[]) => string;
interface Shape {
  readonly pattern: RegExp;
  readonly replace: string | Replace;
}

/*
 * Every pattern begins with a literal and repeats within bounds, so that a text of n characters costs O(n) steps
 * whatever it holds.
 */
const SHAPES: readonly Shape[] = [
  { pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g, replace: REDACTED },
  // scheme://user:password@host; a port followed by a path with an @ in it is no password
  {
    pattern: /:\/\/([^\s:/?#@"']{0,256}):(?!\d{1,5}[/?#\s])([^\s"']{1,256})@/g,
    replace: (_all, user = '', password = '') => `://${user}:${hidden(password)}@`,
  },
  // https://TOKEN@host; what is shorter is a user
  { pattern: /:\/\/[\w.~+-]{20,256}@/g, replace: `://${REDACTED}@` },
  { pattern: /:(?!\/\/)([^\s:@/"']{1,256})@(tcp|unix)\(/g, replace: `:${REDACTED}@$2(` },
  { pattern: /thin:([^\s/@"']{1,128})\/([^\s@"']{1,256})@/g, replace: `thin:$1/${REDACTED}@` },
  { pattern: /\b(Bearer|Basic)(\s{1,4})([A-Za-z0-9._~+/=-]{6,4096})/g, replace: `$1$2${REDACTED}` },
  // PASSWORD=…, --token …, "apiKey": "…", password: …
  {
    pattern: new RegExp(`(${WORD}[\\w.-]{0,32}\\\\{0,3}["']?\\s{0,4}[=:]\\s{0,4})(${VALUE})`, 'gi'),
    replace: (all, before = '', value = '') =>
      PLACE.test(before) || SCHEME.test(value) || value.startsWith(`${REDACTED}@`)
        ? all
        : before + hidden(value),
  },
  {
    pattern: new RegExp(`((?<![\\w-])--?(?:[a-z0-9]{1,20}[-_.]){0,3}${WORD}\\s{1,4})(?!-)(${VALUE})`, 'gi'),
    replace: (_all, before = '', value = '') => before + hidden(value),
  },
  // a header in quotes of whatever kind
  {
    pattern:
      /(\s(?:-\w{0,8}H|--header)[\s=]{0,4}\\{0,3}["'])([\w-]{1,64})(:\s{0,4}(?:(?:Bearer|Basic|Token)\s{1,4}|))([^"'\\\n]{1,4096})/gi,
    replace: (all, before = '', name = '', colon = '', value = '') =>
      isPlainHeader(name) || REFERENCE.test(value) ? all : `${before}${name}${colon}${REDACTED}`,
  },
  // CREATE USER x WITH PASSWORD '…'; IDENTIFIED BY '…'
  { pattern: /((?:PASSWORD|IDENTIFIED BY)\s{1,4})(["'])[^"'\n]{0,4096}["']/gi, replace: `$1$2${REDACTED}$2` },
  // mysql -pSECRET, curl -u user:secret, redis-cli -a secret, sshpass -p secret
  { pattern: /((?:mysql|mariadb)[^\n;&|]{0,256}?\s-p)(?!\$)([^\s"';&|]{1,256})/g, replace: `$1${REDACTED}` },
  {
    pattern: /(\s(?:-u|--user)[\s=]{1,4}["']?[^\s:"']{1,128}:)(?!\d{1,10}(?:\s|$))(?!\$)([^\s"']{1,512})/g,
    replace: `$1${REDACTED}`,
  },
  {
    pattern: /(redis-cli[^\n;&|]{0,256}?\s-a\s{1,4})(?!\$|["']\$)([^\s;&|]{1,512})/g,
    replace: `$1${REDACTED}`,
  },
  { pattern: /(sshpass\s{1,4}-p\s{0,4})(?!\$|["']\$)([^\s;&|]{1,512})/g, replace: `$1${REDACTED}` },
  // echo SECRET | docker login --password-stdin
  {
    pattern:
      /(\b(?:echo|printf)\s{1,4}(?:-[neE]{1,3}\s{1,4}|["']?%s(?:\\n)?["']?\s{1,4}){0,3})([^\n;|&]{1,512}?)(\s{0,4}\|\s{0,4}[^\n;|&]{0,256}?(?:-stdin\b|--with-token\b|\bchpasswd\b|\bkinit\b|\bsudo\s{1,4}-S\b))/g,
    replace: (_all, before = '', value = '', reader = '') => before + hidden(value) + reader,
  },
  // shapes of well-known tokens
  { pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, replace: REDACTED },
  {
    pattern: /\b(?:gh[pousr]_|github_pat_|glpat-|npm_|dop_v1_|hv[sb]\.|sk_live_|rk_live_|sk-)[\w-]{16,512}/g,
    replace: REDACTED,
  },
  { pattern: /\bxox[abeoprs]-[\w-]{10,512}/g, replace: REDACTED },
  { pattern: /\bAIza[\w-]{35}/g, replace: REDACTED },
  { pattern: /\beyJ[\w-]{8,200}\.[\w-]{8,4096}(?:\.[\w-]{0,4096})?/g, replace: REDACTED },
];

/** Every shape is longer, or has a blank, a quote, a colon or an equals sign in it. */
const PLAIN_WORD = /^[\w./-]{0,15}$/;

/** A text of people or programs without the secrets whose shape is known. Linear in its length. */
export function redact(text: string): string {
  // Most words, statuses and variables say nothing.
  if (PLAIN_WORD.test(text)) return text;
  let clean = maskUrls(maskCommands(text));
  for (const { pattern, replace } of SHAPES) {
    clean = typeof replace === 'string' ? clean.replace(pattern, replace) : clean.replace(pattern, replace);
  }
  return clean;
}

/** Redacts the words of an argument vector, where a secret can be the word after its option. */
export function redactWords(words: readonly string[]): readonly string[] {
  const commands = new SecretWords();
  return words.map((word) => {
    return redact(commands.take(word));
  });
}

/** The value of an environment variable: hidden when its name promises a secret, else redacted. */
export function redactEnv(name: string, value: string): string {
  return value !== '' && SECRET_NAME.test(name) ? hidden(value) : redact(value);
}

function hidden(value: string): string {
  if (REFERENCE.test(value)) return value;
  const [, quote = '', inner = ''] = /^(["']?)([^]*)$/.exec(value) ?? [];
  // What a command prints is not known here, and a reader of the script must still see the command.
  if (/^(?:\$\(|`)/.test(inner)) return quote + redact(inner);
  return quote + REDACTED + quote;
}
