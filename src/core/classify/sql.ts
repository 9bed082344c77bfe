import { type Step, saidBy } from './step.ts';
import { tokens } from './words.ts';

export type SqlWork = 'probe' | 'read' | 'schema' | 'data' | 'file' | 'migration-file';

const CLIENTS =
  /^(psql|mysql|mariadb|mysqlsh|sqlcmd|cqlsh|clickhouse-client|mongo|mongosh|sqlite3|cypher-shell|postgresql_remote_execute|postgresql_execute|mysql_execute|mysql_remote_execute)$/;
const STATEMENT_OPTIONS = ['-c', '--command', '-e', '--execute', '--eval', '-q', '--query', '-Q', '-query'];
const FILE_OPTIONS = ['-f', '--file', '-i', '--queries-file'];
const READS =
  /^(select|show|explain|describe|desc|use|set|begin|commit|values|with|ping|\\(l|dt|d|q|conninfo|c)\b|print|exit|quit|return|db\.(runcommand|admincommand)\(\{? ?["']?(ping|hello|ismaster|serverstatus|replsetgetstatus)|db\.(stats|version|hello|ismaster|serverstatus|getmongo)|rs\.(status|hello|ismaster|conf)|1$)/i;
const SCHEMA =
  /^(alter (table|type|index|view|sequence)|create( or replace)?( unique)? (table|index|view|materialized view|type|sequence|function|trigger)|drop (table|index|column|view|type)|rename table)/i;

/** What a database client does with its statements; undefined when the step is no database client. */
export function sqlWork(step: Step): SqlWork | undefined {
  const words = clientWords(step);
  if (words === undefined) return undefined;
  const text = statements(step, words);
  if (text.trim() !== '') return ofText(text);
  const file = fileOf(step, words);
  if (file === undefined) return 'probe';
  return tokens(file).some((token) => /^(migrat|schema|ddl|upgrade|alter|v\d)/.test(token))
    ? 'migration-file'
    : 'file';
}

function clientWords(step: Step): readonly string[] | undefined {
  if (CLIENTS.test(step.program)) return step.words.slice(1);
  const second = step.words[1] ?? '';
  if (
    (step.program === 'clickhouse' && second === 'client') ||
    (step.program === 'cockroach' && second === 'sql')
  ) {
    return step.words.slice(2);
  }
  return undefined;
}

function statements(step: Step, words: readonly string[]): string {
  const given = words.flatMap((word, i) => {
    if (STATEMENT_OPTIONS.includes(word)) return [words[i + 1] ?? ''];
    const equals = word.indexOf('=');
    if (equals > 0 && STATEMENT_OPTIONS.includes(word.slice(0, equals))) return [word.slice(equals + 1)];
    return /^-[a-zA-Z]*[ceq]$/.test(word) && word.length > 2 && !word.startsWith('--')
      ? [words[i + 1] ?? '']
      : [];
  });
  const piped = step.upstream.map(saidBy);
  return [...given, step.input, ...piped].filter((text) => text !== '').join(';\n');
}

function fileOf(step: Step, words: readonly string[]): string | undefined {
  const option = words.findIndex((word) => FILE_OPTIONS.includes(word) || word.startsWith('--file='));
  if (option >= 0) return words[option]?.includes('=') === true ? words[option] : words[option + 1];
  const cat = step.upstream.find((one) => ['cat', 'zcat', 'gunzip', 'envsubst', 'sed'].includes(one.program));
  const script = words.find((word) => /\.(sql|js|cql)$/i.test(word));
  return script ?? step.reads[0] ?? cat?.words.at(-1) ?? (step.upstream.length > 0 ? 'stdin' : undefined);
}

/** The strongest work among the statements of a text. */
function ofText(text: string): SqlWork {
  let work: SqlWork = 'read';
  for (const part of text.split(/;|\n/)) {
    const statement = part.trim().replace(/\s+/g, ' ').slice(0, 200);
    if (statement === '' || statement.startsWith('--') || READS.test(statement)) continue;
    if (SCHEMA.test(statement)) return 'schema';
    if (/^\\i|^source /i.test(statement)) work = 'file';
    else if (/^[$]/.test(statement)) work = work === 'read' ? 'data' : work;
    else if (WRITES.test(statement)) work = 'data';
  }
  return work;
}

const WRITES =
  /^(create|insert|update|delete|merge|replace|grant|revoke|alter|drop|truncate|copy|call|do|load|upsert|exec|rs\.(initiate|add|reconfig)|sh\.add)|\.(insert|insertone|insertmany|update|updateone|updatemany|createuser|createcollection|createindex|createrole|save|drop|bulkwrite)\(|rs\.initiate|createuser/i;

/** Does a request body only read (`SELECT …`)? */
export const onlyReads = (text: string): boolean => READS.test(text.trim());
