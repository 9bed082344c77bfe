import { INERT } from './inert.ts';
import { ofMongo } from './mongo.ts';
import { ofSql } from './statements.ts';
import { type Step, saidBy } from './step.ts';
import { tokens } from './words.ts';

export type SqlWork = 'probe' | 'read' | 'schema' | 'data' | 'file' | 'migration-file';

const CLIENTS =
  /^(psql|mysql|mariadb|mysqlsh|sqlcmd|cqlsh|clickhouse-client|mongo|mongosh|sqlite3|duckdb|cypher-shell|ysqlsh|ycqlsh|usql|pgcli|snowsql|sqlplus|vsql|mgconsole|isql|taos|nebula-console|arangosh|beeline|hive|trino|postgresql_remote_execute|postgresql_execute|mysql_execute|mysql_remote_execute)$/;
const STATEMENT_OPTIONS = [
  '-c',
  '--command',
  '-e',
  '--execute',
  '--eval',
  '-q',
  '--query',
  '-Q',
  '-query',
  '-execute',
];
const FILE_OPTIONS = ['-f', '--file', '-i', '--queries-file', '--javascript.execute'];
/** Clients that take a statement as a word of its own: `sqlite3 FILE 'SELECT 1'`. */
const TAKES_WORDS = /^(sqlite3|duckdb|cypher-shell)$/;

/** What a database client does with its statements; undefined when the step is no database client. */
export function sqlWork(step: Step): SqlWork | undefined {
  const words = clientWords(step);
  if (words === undefined) return readsStatements(step) ? ofFile(step.reads[0] ?? '') : undefined;
  const text = statements(step, words);
  if (text.trim() !== '') return /^mongo(sh)?$/.test(step.program) ? ofMongo(text) : ofSql(text);
  const file = fileOf(step, words);
  if (file === undefined) return 'probe';
  return ofFile(file);
}

const ofFile = (file: string): SqlWork =>
  tokens(file).some((token) => /^(migrat|schema|ddl|upgrade|alter|v\d)/.test(token))
    ? 'migration-file'
    : 'file';

/** `anything < /seed/users.cypher`: whatever reads such a file from its standard input runs it, but what works on text. */
const readsStatements = ({ program, reads, loop, words }: Step): boolean =>
  loop?.until !== true &&
  reads.some((path) => STATEMENT_FILE.test(path)) &&
  !words.some((word) => /^--?(?:dry-?run|check|lint|validate|export|parse|format)/.test(word)) &&
  !INERT.has(program) &&
  !/^(envsubst|gpg|openssl|curl|wget|ssh|docker|kubectl)$/.test(program);

const STATEMENT_FILE = /\.(sql|cql|cypher|cyp|surql|ngql|aql|hql|ddl|dml)$/i;

function clientWords(step: Step): readonly string[] | undefined {
  if (CLIENTS.test(step.program)) return step.words.slice(1);
  // Of the other forms of influx only the second word tells.
  if (step.program === 'influx' && step.words.includes('-execute')) return step.words.slice(1);
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
  const own = TAKES_WORDS.test(step.program) ? words.filter((word) => /^[^-\s]\S*\s/.test(word)) : [];
  const piped = step.upstream.map(saidBy);
  return [...given, ...own, step.input, ...piped].filter((text) => text !== '').join(';\n');
}

function fileOf(step: Step, words: readonly string[]): string | undefined {
  const option = words.findIndex((word) => FILE_OPTIONS.includes(word) || word.startsWith('--file='));
  if (option >= 0) return words[option]?.includes('=') === true ? words[option] : words[option + 1];
  const cat = step.upstream.find((one) => ['cat', 'zcat', 'gunzip', 'envsubst', 'sed'].includes(one.program));
  const script = words.find((word) => /\.(sql|js|cql|cypher|ngql|aql|hql)$/i.test(word));
  return script ?? step.reads[0] ?? cat?.words.at(-1) ?? (step.upstream.length > 0 ? 'stdin' : undefined);
}
