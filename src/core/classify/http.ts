import { onlyReads } from './statements.ts';
import { isRetried, type Step } from './step.ts';
import { isFlag } from './words.ts';

export type HttpWork = 'probe' | 'read' | 'save' | 'write' | 'run';

const SAVERS =
  /^(tar|gunzip|unzip|bsdtar|tee|dd|zcat|gzip|xz|zstd|lz4|cpio|bunzip2|funzip|base64|openssl|gpg|pigz|jar)$/;
const SHELLS = /^(sh|bash|ash|dash|zsh|python|python3|perl|ruby)$/;

/** Options of curl that take a value, by short letter. */
const CURL_VALUES = 'AbcCdDeEFhHKmoPQrTtuUwxXyYz';

interface Request {
  method: string;
  body: string;
  output: string | undefined;
  spider: boolean;
}

/** What curl, wget and their like do; undefined for other programs. */
export function httpWork(step: Step): HttpWork | undefined {
  const request = requestOf(step);
  if (request === undefined) return undefined;
  const next = step.downstream[0]?.program ?? '';
  if (writes(request, step)) return 'write';
  if (step.downstream.some((one) => SHELLS.test(one.program))) return 'run';
  const asks = request.output === '.' && step.program === 'wget' && (step.substituted || isRetried(step));
  const saved = asks ? undefined : (request.output ?? step.writes[0]);
  if (saved !== undefined && saved !== '-' && !saved.startsWith('/dev/')) return 'save';
  if (SAVERS.test(next) || step.downstream.some((one) => one.writes.length > 0 || SAVERS.test(one.program)))
    return 'save';
  return step.substituted || step.downstream.length > 0 ? 'read' : 'probe';
}

function requestOf(step: Step): Request | undefined {
  if (step.program === 'curl') return ofCurl(step.words);
  if (step.program === 'wget') return ofWget(step.words);
  if (step.program === 'aria2c' || step.program === 'axel')
    return { method: 'GET', body: '', output: '.', spider: false };
  if (/^(http|https|xh)$/.test(step.program)) return ofHttpie(step.words);
  return undefined;
}

function ofHttpie(words: readonly string[]): Request {
  const given = words.find((word) => /^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$/i.test(word));
  // Without a method, fields of a body make it a POST.
  const method =
    given ?? (words.slice(2).some((word) => /^[\w.[\]-]{1,64}:?=[^=]/.test(word)) ? 'POST' : 'GET');
  const output = valueOf(words, ['-o', '--output']) ?? (words.includes('--download') ? '.' : undefined);
  return { method, body: '', output, spider: false };
}

function ofCurl(words: readonly string[]): Request {
  const request: Request = { method: '', body: '', output: undefined, spider: false };
  for (let i = 1; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const [name, value] = option(word, words[i + 1]);
    if (name === 'X' || name === '--request') request.method = value;
    else if (/^(d|F|--data.*|--json|--form.*)$/.test(name)) request.body ||= value || '-';
    else if (name === 'T' || name === '--upload-file') request.method ||= 'PUT';
    else if (name === 'o' || name === '--output') request.output = value;
    else if (name === 'O' || name.startsWith('--remote-name')) request.output = '.';
    else if (name === 'I' || name === '--head') request.spider = true;
  }
  return request;
}

/** The deciding letter of a cluster (`-sSLo`), or the long name, and its value. */
function option(word: string, next: string | undefined): readonly [string, string] {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals > 0 ? [word.slice(0, equals), word.slice(equals + 1)] : [word, next ?? ''];
  }
  if (!isFlag(word)) return ['', ''];
  for (let i = 1; i < word.length; i += 1) {
    const letter = word[i] ?? '';
    if (letter === 'O' || letter === 'I') return [letter, ''];
    if (CURL_VALUES.includes(letter)) return [letter, word.slice(i + 1) || (next ?? '')];
  }
  return ['', ''];
}

function ofWget(words: readonly string[]): Request {
  const method =
    words.find((word) => word.startsWith('--method='))?.slice(9) ?? valueOf(words, ['--method']) ?? '';
  const post = words.findIndex((word) => /^--(post|body)-(data|file)/.test(word));
  const postWord = words[post] ?? '';
  const body =
    post < 0
      ? ''
      : postWord.includes('=')
        ? postWord.slice(postWord.indexOf('=') + 1)
        : (words[post + 1] ?? '-');
  const spider = words.includes('--spider');
  return { method, body, output: spider ? '-' : wgetOutput(words), spider };
}

function wgetOutput(words: readonly string[]): string {
  for (let i = 1; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const cluster = /^-[a-zA-Z]*O(.*)$/.exec(word);
    if (cluster !== null && !word.startsWith('--')) return cluster[1] || (words[i + 1] ?? '-');
    if (word.startsWith('--output-document')) return word.split('=')[1] ?? words[i + 1] ?? '-';
  }
  return '.';
}

function valueOf(words: readonly string[], names: readonly string[]): string | undefined {
  const at = words.findIndex((word) => names.includes(word));
  return at < 0 ? undefined : words[at + 1];
}

const RPC_METHOD = /"method"\s{0,4}:\s{0,4}"(\w{0,64})/g;
const RPC_QUESTION =
  /^(?:web3_clientVersion|net_(?:version|listening|peerCount)|eth_(?:blockNumber|chainId|syncing|get\w+))$/;

/** JSON-RPC by which a node of a chain is only asked. */
function onlyAsksChain(body: string): boolean {
  const methods = [...body.matchAll(RPC_METHOD)].map(([, method = '']) => method);
  return body.includes('"jsonrpc"') && methods.length > 0 && methods.every((one) => RPC_QUESTION.test(one));
}

function writes(request: Request, step: Step): boolean {
  if (request.spider) return false;
  const method = request.method.toUpperCase();
  if (method === 'GET' || method === 'HEAD') return false;
  const url = step.words.find((word) => word.includes('/')) ?? '';
  if (/_search|_count|\/login\b|\/auth\/\w+\/login|\/oauth2?\/token|\/token$/.test(url)) return false;
  if (request.body !== '' && (onlyReads(request.body) || onlyAsksChain(request.body))) return false;
  return method !== '' || request.body !== '';
}

const LOOK_UP =
  /^["']?https?:\/\/(?:kubernetes\.default|\$\{?KUBERNETES_|169\.254\.169\.254|metadata\.google\.internal|100\.100\.100\.200)/;

/** A question to the cluster or the node about themselves: what is kept of it is configuration, no download. */
export const isLookUp = (step: Step): boolean => step.words.some((word) => LOOK_UP.test(word));
