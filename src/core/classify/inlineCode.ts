import type { Step } from './step.ts';

export type CodeWork = 'wait' | 'migrate' | 'call' | 'download' | 'render' | 'secret' | 'data' | 'check';

const INTERPRETER = /^(python[0-9.]*|node|ruby|perl|php)$/;
const MIGRATES =
  /upgrade\(|argv=\[['"]upgrade|create_all\(|run_migrations|\.migrate\(|migrate\.latest|call_command\(['"]migrate|(?:require|import)\(['"][^'"]{0,256}migrat/;
const CALLS = [
  /(?:requests|httpx|session|client|axios)\.(?:post|put|patch|delete)\(/,
  /method\s{0,8}[:=]\s{0,8}['"](?:POST|PUT|PATCH|DELETE)/,
  /\.(?:put_object|upload_file|upload_fileobj|send_message|sendmail|(?:create|patch|replace|delete)_namespaced_\w{1,64})\(/,
];
const DOWNLOADS =
  /snapshot_download|hf_hub_download|from_pretrained|urlretrieve|download_file\(|download_fileobj|\.download\(/;
const SECRETS =
  /get_secret_value|access_secret_version|SecretClient\(|get_parameters?(?:_by_path)?\(|hvac\.Client|getSecretValue/;
const CONNECTS = /connect|socket|urlopen|requests\.get|http\.get|ping\(/;
const PUTS =
  /objects\.(?:create|bulk_create|update_or_create|get_or_create)\(|create_superuser\(|create_user\(|createUser\(|insert_?(?:one|many)\(|bulk_?write\(|create_topics\(|createTopics\(|create_bucket\(|create_index\(|indices\.create\(/i;
const CHANGES = /commit\(|\.save\(|insert|create |update |delete |post\(|put\(/i;
const RENDERS =
  /open\([^)]{1,256},\s{0,8}(?:mode=)?['"][wax]|write_text\(|writeFileSync\(|json\.dump\(|yaml\.dump\(/;

/** Scripts given in the command (`python -c "…"`): told by the calls they make. */
export function inlineCode(step: Step): CodeWork | undefined {
  if (!INTERPRETER.test(step.program)) return undefined;
  const text = [...step.words.slice(1), step.input].join('\n').slice(0, 8192);
  if (MIGRATES.test(text)) return 'migrate';
  if (CALLS.some((one) => one.test(text))) return 'call';
  if (PUTS.test(text)) return 'data';
  if (CHANGES.test(text)) return undefined;
  if (SECRETS.test(text)) return 'secret';
  if (DOWNLOADS.test(text)) return 'download';
  if (CONNECTS.test(text)) return saysItChecks(text) ? 'check' : 'wait';
  if (RENDERS.test(text)) return 'render';
  return asks(text) ? 'check' : undefined;
}

/** Waiting is a loop or a pause: what connects once and says that it validates only asks. */
const saysItChecks = (text: string): boolean =>
  /\bvalid|verif|sanity|assert/i.test(text) &&
  !/while\b|\bfor\b[^\n]{0,64}\brange\(|\bfor\s{0,8}\(|sleep|retr[iy]|attempt|\bwait/i.test(text);

/** What fails or prints by what it finds, and calls nothing that could do more. */
function asks(text: string): boolean {
  if (!/\bexit\(|\bassert\b|\braise\b|\bthrow\b|\bprint\(|console\.(?:log|error)\(/.test(text)) return false;
  return (
    [...text.matchAll(CALL)].every(([, name = '']) => HARMLESS.test(name)) &&
    [...text.matchAll(IMPORT)].every(([, names = '']) => names.split(',').every(isStandard))
  );
}

const IMPORT =
  /(?:^|[\n;])[ \t]{0,64}(?:import|from)[ \t]{1,8}([\w.]{1,128}(?:[ \t]{0,8},[ \t]{0,8}[\w.]{1,128}){0,16})/g;
/** What an import runs nobody knows, unless it comes with the language. */
const isStandard = (name: string): boolean => STANDARD.has(name.trim().split('.')[0] ?? '');
const STANDARD: ReadonlySet<string> = new Set(
  'argparse base64 collections datetime functools hashlib importlib io itertools json logging os pathlib platform pprint re shutil socket ssl stat string struct subprocess sys tempfile textwrap time traceback typing urllib uuid yaml torch'.split(
    ' ',
  ),
);

const CALL = /([\w.]{1,128})\s{0,8}\(/g;
const HARMLESS =
  /^(?:print|len|open|str|int|float|bool|list|dict|set|sorted|range|getattr|hasattr|isinstance|any|all|exit|if|for|while|not|and|or|in|elif|return|catch|switch|except|require|import|assert|raise|[A-Z]\w{0,64}(?:Error|Exception|Exit)|Error|Path|Set|sys\.exit|os\.(?:environ\.get|getenv|access|listdir|stat|path\.\w{1,32})|json\.loads?|yaml\.(?:safe_)?load|importlib\.util\.find_spec|torch\.(?:cuda|version|backends)[\w.]{0,64}|socket\.gethostname|platform\.\w{1,32}|console\.(?:log|error|warn)|process\.(?:exit|env\.\w{1,64})|JSON\.parse|fs\.(?:existsSync|readFileSync|accessSync|statSync)|[\w.]{0,64}\.(?:get|strip|split|items|keys|values|read|readlines|startswith|endswith|append|join|format|lower|upper|exists|is_file|is_dir|read_text|is_available|includes|forEach|filter|map|trim|test))$/;
