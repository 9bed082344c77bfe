import { type WorkId, workId } from '../core/model/refs.ts';
import { bareImage, digest } from './fingerprint.ts';

/** One environment variable as it stands in the spec: a reference (`secret/NAME/KEY` …), or else a value. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly ref: string;
}

/** What says to which database a container goes. */
export interface Directions {
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly Variable[];
  readonly envFrom: readonly string[];
}

const SUBJECT =
  '(?:database|db|datasource|postgres(?:ql)?|pg|mysql|mariadb|mongo(?:db)?|mssql|sqlserver|sqlalchemy|jdbc|flyway|liquibase|clickhouse|cockroach(?:db)?|rds|sql)';
const variable = (ends: string): RegExp => new RegExp(`(?:^|_)${SUBJECT}_?(?:${ends})$`, 'i');
const NAMED_CONNECTION = /^ConnectionStrings__/i;
const ADDRESS = variable('(?:command_?)?(?:url|uri|dsn)|(?:connection|conn)_?(?:string|str|url|uri)|string');
const HOST = variable('host|hostname|hostaddr|server|addr|address|endpoint');
const WHICH = variable('port|name|database|db|dbname|schema');
/** `orders-db`, `postgres-credentials` */
const SOURCE = new RegExp(`^(?:secret|configMap)/(?:.*[-._])?(?:\\w+db|${SUBJECT})(?:[-._].*)?$`, 'i');

const URL_SHAPE =
  /(?:jdbc:)?\b(?:postgres(?:ql)?|cockroach(?:db)?|redshift|mysql2?|mariadb|mongodb|sqlserver|mssql|oracle|clickhouse|pgx5?|db)(?:\+\w{1,20})?:(?:thin:@)?\/\/(?:[^/\s"']{0,512}@)?([^/?#;\s"'@]{1,512})(\/[^?#;\s"']{0,256})?([?;][^\s"']{0,512})?/i;
/** `user:password@tcp(db:3306)/orders` */
const GO_MYSQL = /@tcp\(([^)\s]{1,256})\)(\/[^?\s"']{0,256})?/;
const PAIR = (names: string): RegExp =>
  new RegExp(`(?:^|[\\s;?&])(?:${names})\\s?=\\s?([^\\s;&"']{1,256})`, 'i');
const PAIR_HOST = PAIR('host|server|data source');
const PAIR_NAME = PAIR('dbname|database|databasename|initial catalog');
const PAIR_SCHEMA = PAIR('schema|currentschema|search_path');

/** Of the pod itself: behind it every pod may have a database, or a proxy, of its own. */
const LOCAL = /^\[?(?:localhost|127\.[\d.]+|::1|0\.0\.0\.0|\/.*)\]?(?::\d+)?$/i;

/**
 * What two workloads of a namespace have in common when they do the same work on the same database: image repository (tag apart),
 * command, arguments, and the database they name. Undefined where no database can be told: then nothing is claimed.
 */
export function databaseWork(directions: Directions): WorkId | undefined {
  const place = databaseOf(directions);
  if (place === undefined) return undefined;
  const { image, command, args } = directions;
  return workId(digest(JSON.stringify(['database', repository(image), command, args, place])));
}

/** The database as its spec names it, without credentials; undefined where that is not certain. */
function databaseOf(directions: Directions): readonly string[] | undefined {
  const { env, command, args, envFrom } = directions;
  const addresses = env.filter(({ name }) => isAddress(name));
  if (addresses.length > 0) return told(addresses.map((one) => placeOf(one, env, addressOf)));
  const hosts = env.filter(({ name }) => HOST.test(name));
  if (hosts.length > 0) {
    const which = env.filter(({ name }) => WHICH.test(name));
    return told([...hosts.map((one) => placeOf(one, env, hostOf)), ...which.map((one) => detail(one, env))]);
  }
  const words = [...command, ...args].filter((word) => URL_SHAPE.test(word));
  if (words.length > 0) return told(words.map((word) => located(word, env, addressOf)));
  const sources = envFrom.filter((source) => SOURCE.test(source));
  return sources.length === 0 ? undefined : [...sources].sort();
}

/**
 * Stand for the values of a container's variables in a recording, so that two workloads still name the same database there, or
 * not; by name. `fingerprint` gives words that cannot be guessed back. A value that is only part of an address which the
 * command line puts together has a word of its own, a user or password in it none that tells anything.
 */
export function standIns(
  { env, command, args }: Pick<Directions, 'env' | 'command' | 'args'>,
  fingerprint: (text: string) => string,
): ReadonlyMap<string, string> {
  const addresses = [...command, ...args].filter((word) => URL_SHAPE.test(word)).join('\n');
  const stands = new Map<string, string>();
  for (const { name, value, ref } of env) {
    const stand =
      ref !== ''
        ? undefined
        : (named(name, value, env, fingerprint) ?? part(name, value, addresses, fingerprint));
    if (stand !== undefined) stands.set(name, stand);
  }
  return stands;
}

/** Of a variable whose name says that it holds a database, or a part of its address. */
function named(
  name: string,
  value: string,
  env: readonly Variable[],
  fingerprint: (text: string) => string,
): string | undefined {
  if (isAddress(name)) {
    const address = located(value, env, addressOf);
    return address === undefined ? undefined : `db://${fingerprint(address)}`;
  }
  const host = HOST.test(name) ? located(value, env, hostOf) : undefined;
  if (host !== undefined) return fingerprint(host);
  const which = WHICH.test(name) ? resolved(value, env) : undefined;
  return which === undefined ? undefined : fingerprint(which);
}

const HIDDEN = '***';

/** Of a variable that an address refers to. */
function part(
  name: string,
  value: string,
  addresses: string,
  fingerprint: (text: string) => string,
): string | undefined {
  const places = [`$(${name})`, `\${${name}}`, `$${name}`].flatMap((reference) =>
    behind(reference, addresses),
  );
  if (places.length === 0 || value === '' || value.includes('$')) return undefined;
  if (places.every((rest) => CREDENTIAL.test(rest))) return HIDDEN;
  return LOCAL.test(value) ? undefined : fingerprint(value);
}

/** What stands behind each place of a reference. */
function behind(reference: string, text: string): readonly string[] {
  return text
    .split(reference)
    .slice(1)
    .filter((rest) => reference.endsWith(')') || reference.endsWith('}') || !/^\w/.test(rest));
}

/** The host comes later. */
const CREDENTIAL = /^[^/\s"']{0,512}@/;

function isAddress(name: string): boolean {
  return ADDRESS.test(name) || NAMED_CONNECTION.test(name);
}

/** Is a Secret or ConfigMap of this name taken for where a database is told? */
export function isDatabaseSource(name: string): boolean {
  return SOURCE.test(`secret/${name}`);
}

/** All of it, or nothing: half an address is none. */
function told(parts: readonly (string | undefined)[]): readonly string[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? [...new Set(known)].sort() : undefined;
}

type Locate = (text: string) => string | undefined;

function placeOf(one: Variable, env: readonly Variable[], locate: Locate): string | undefined {
  if (one.ref !== '') return isShared(one.ref) ? one.ref : undefined;
  return located(one.value, env, locate);
}

function detail(one: Variable, env: readonly Variable[]): string | undefined {
  const text = one.ref === '' ? resolved(one.value, env) : isShared(one.ref) ? one.ref : undefined;
  return text === undefined ? undefined : `${one.name}=${text}`;
}

function located(text: string, env: readonly Variable[], locate: Locate): string | undefined {
  const whole = resolved(text, env);
  return whole === undefined ? undefined : locate(whole);
}

/** A field of the pod says something else in each. */
function isShared(ref: string): boolean {
  return ref.startsWith('secret/') || ref.startsWith('configMap/');
}

/** With `$(NAME)`, `${NAME}` and `$NAME` replaced by what the container's own variables say; undefined where they do not. */
function resolved(text: string, env: readonly Variable[]): string | undefined {
  let whole = true;
  const filled = text.replace(/\$(?:\((\w+)\)|\{(\w+)\}|(\w+))/g, (_all, ...names: readonly unknown[]) => {
    const name = names.slice(0, 3).find((group) => typeof group === 'string');
    const one = env.find((each) => each.name === name);
    const said =
      one === undefined ? '' : one.ref === '' ? one.value : isShared(one.ref) ? nameOf(one.ref) : '';
    if (said === '' || said.includes('$')) whole = false;
    return said;
  });
  return whole ? filled : undefined;
}

/** A reference as part of an address. */
function nameOf(ref: string): string {
  return ref.replaceAll('/', '|');
}

function addressOf(text: string): string | undefined {
  const [, host, path = '', rest = ''] = URL_SHAPE.exec(text) ?? GO_MYSQL.exec(text) ?? [];
  const where = host ?? PAIR_HOST.exec(text)?.[1];
  if (where === undefined || hostOf(where) === undefined) return undefined;
  const name =
    path.length > 1 ? path.slice(1) : (PAIR_NAME.exec(host === undefined ? text : rest)?.[1] ?? '');
  const schema = PAIR_SCHEMA.exec(rest)?.[1] ?? '';
  return [where.toLowerCase(), name, schema].join(' ');
}

function hostOf(text: string): string | undefined {
  return text === '' || LOCAL.test(text) ? undefined : text.toLowerCase();
}

function repository(image: string): string {
  const bare = bareImage(image);
  const tag = bare.indexOf(':', bare.lastIndexOf('/') + 1);
  return tag < 0 ? bare : bare.slice(0, tag);
}
