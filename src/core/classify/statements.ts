/** The strongest work among the statements of a text. `file` runs statements that stand elsewhere. */
export type Statements = 'read' | 'schema' | 'data' | 'file';

const MOST_SEVERE: readonly Statements[] = ['schema', 'data', 'file', 'read'];

/** What begins like this changes nothing that others see, whatever follows. */
const READS =
  /^(?:show|describe|desc|use|set(?! (?:global|persist|persist_only|password|@@global)\b)|begin|start transaction|commit|rollback|abort|end|savepoint|release|values|table|fetch|close|listen|unlisten|discard|analyze|ping|return|print|exit|quit|go|help|status|1$|\\(?!i\b|ir\b|include|copy\b|gexec|!))/;
const SCHEMA =
  /^(?:alter (?:table|type|index|view|sequence)|create(?: or replace)?(?: unique)? (?:table|index|view|materialized view|type|sequence|function|trigger)|drop (?:table|index|column|view|type)|rename table)\b/;
const FILE = /^(?:\\ir?|\\include(?:_relative)?|source|@@?)(?:\b| |\/)/;
/** Words that change data where a statement begins, also one within a query: `WITH x AS (DELETE …)`. */
const CHANGE = '(?:insert|update|delete|merge|upsert|replace)';
const CHANGES = new RegExp(`\\b(?:${CHANGE}|into)\\b`);
const INNER_CHANGE = new RegExp(`[()]\\s{0,64}${CHANGE}\\b`);
const ANY_CHANGE =
  /\b(?:create|insert|update|delete|drop|alter|truncate|grant|revoke|merge|exec|execute|call|remove|foreach|load)\b/;
/** `SELECT … INTO t`; into a variable of the session it only reads. */
const INTO = /\binto\b(?!\s{0,64}[@:])/;
const WRITES = new RegExp(
  `^(?:${CHANGE}|create|grant|revoke|alter|drop|truncate|call|do|load|exec|execute|vacuum|reindex|refresh|cluster|comment|` +
    'notify|security|reassign|import|optimize|repair|rename|flush|kill|purge|install|uninstall|reset (?:master|slave|replica)|' +
    'change (?:master|replication)|start|stop|shutdown|restart|system|attach|detach|backup|restore|set|\\$|\\\\!)(?:\\b|[^a-z]|$)',
);

/** What statements of SQL do, or of what resembles it. Linear in the text. */
export function ofSql(text: string): Statements {
  const found = new Set(bare(text).split(';').flatMap(commands).map(ofStatement));
  return MOST_SEVERE.find((one) => found.has(one)) ?? 'read';
}

/* What never ends is read to the end of the text, so that no second beginning reads it again. */
const COMMENT = /--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/;
const STRING = /'(?:[^'\\]|''|\\[^]?)*(?:'|$)/;
const BODY = /(\$\w{0,32}\$)(?:[^$]|\$(?!\w{0,32}\$))*\1/;
const UNREAD = new RegExp([COMMENT, STRING, BODY].map(({ source }) => source).join('|'), 'g');

/** Lower case, without comments, and with nothing left of what is quoted. */
const bare = (text: string): string => text.replace(UNREAD, unread).toLowerCase();

function unread(part: string): string {
  if (part.startsWith("'")) return part.length > 1 && part.endsWith("'") ? "''" : part;
  return part.startsWith('$') ? "''" : ' ';
}

/** `\i file` and the like end with their line; a statement goes on over lines. */
function commands(part: string): readonly string[] {
  const lines = part.split('\n');
  const meta = lines.filter((line) => /^\s*\\/.test(line)).map((line) => line.trim());
  const rest = lines.filter((line) => !/^\s*\\/.test(line)).join(' ');
  return [
    ...meta,
    rest
      .replace(/\s+/g, ' ')
      .replace(/^[\s(]+/, '')
      .trim(),
  ].filter((one) => one !== '');
}

function ofStatement(statement: string): Statements {
  if (FILE.test(statement)) return 'file';
  if (statement.includes('\\gexec')) return 'data';
  if (SCHEMA.test(statement)) return 'schema';
  if (/^explain\b/.test(statement)) return ofExplain(statement);
  if (/^(?:select|with|from|pragma)\b/.test(statement)) return ofQuery(statement);
  if (/^\\?copy\b/.test(statement)) return / from\b/.test(statement) ? 'data' : ofQuery(statement);
  if (READS.test(statement)) return 'read';
  if (WRITES.test(statement)) return 'data';
  const cypher = /^(?:match|optional|unwind)\b/.test(statement) && / set /.test(statement);
  return cypher || ANY_CHANGE.test(statement) ? 'data' : 'read';
}

/** `EXPLAIN ANALYZE` runs what it explains. */
function ofExplain(statement: string): Statements {
  const at = /^explain\s(?:\(?[a-z, ]{0,128}\banalyze\b[a-z, ]{0,128}\)? )/.exec(`${statement} `);
  const runs = at !== null && /\banalyze\b/.test(at[0]);
  return runs && CHANGES.test(statement) ? 'data' : 'read';
}

const ofQuery = (query: string): Statements =>
  INNER_CHANGE.test(query) || (INTO.test(query) && !query.startsWith('copy')) || callsAChange(query)
    ? 'data'
    : 'read';

const CALL = /\b([a-z_]\w{0,127})\s{0,8}\(/g;
const ASKS = /^(?:pg_)?(?:is|has|get|stat|check|needs?|can|should|current|last|xact|show|find|list|count)_/;
const ACTS =
  /^(?:setval|nextval|lo_(?:create|import|unlink|put|from_bytea)|dblink_exec|set_(?!config|bit|byte|masklen)\w+|add_(?!months)\w+|pg_(?:terminate|cancel|reload|rotate|switch|promote|notify|logical_emit|replication_(?:slot|origin)_\w+|wal_replay|start|stop)\w*)$/;
const VERBS = new Set(
  (
    'migrate migration migrations upgrade create drop delete truncate install uninstall seed populate refresh purge cleanup import ' +
    'insert update upsert remove alter grant revoke apply execute exec schedule unschedule attach detach enable disable reset rebuild init initialize'
  ).split(' '),
);

/** Does a query call a function that by its name changes something? */
function callsAChange(query: string): boolean {
  for (const [, name = ''] of query.matchAll(CALL)) {
    if (ASKS.test(name)) continue;
    if (ACTS.test(name) || name.split('_').some((word) => VERBS.has(word))) return true;
  }
  return false;
}

/** Does a request body only read (`SELECT …`)? */
export const onlyReads = (text: string): boolean =>
  /^\s{0,64}(?:select|show|describe|desc|explain|with|exists)\b/i.test(text) && ofSql(text) === 'read';
