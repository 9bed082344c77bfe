import type { Step } from './step.ts';

export type CodeWork = 'wait' | 'migrate' | 'call' | 'download' | 'render' | 'secret' | 'data';

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
  if (CONNECTS.test(text)) return 'wait';
  return RENDERS.test(text) ? 'render' : undefined;
}
