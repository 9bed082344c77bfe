import { expect } from 'chai';
import { ofMongo } from '../../../src/core/classify/mongo.ts';
import { ofSql, type Statements } from '../../../src/core/classify/statements.ts';
import { cpuMillis } from '../cpuTime.ts';

const SQL: readonly (readonly [Statements, string])[] = [
  ['read', 'SELECT 1'],
  ['read', 'select count(*), coalesce(max(id), 0) from t where lower(name) = $1'],
  ['read', "select 'delete into' as x; -- drop table t\n/* insert */ select 1"],
  ['read', 'SELECT 1 FROM pg_database WHERE datname IN (1)'],
  ['read', 'select pg_is_in_recovery(), has_table_privilege(1), current_setting(2), set_config(1, 2, true)'],
  ['read', 'with x as (select 1) select * from x'],
  ['read', 'select id into @x from t'],
  ['read', 'explain delete from t'],
  ['read', 'explain (analyze, buffers) select 1'],
  ['read', 'copy t to stdout'],
  ['read', '\\dt\n\\conninfo'],
  ['read', 'select for_update from t for update'],
  ['read', 'set search_path to a; show server_version; begin; rollback'],
  ['read', 'select replace(a, 1, 2), date_add(b, 1), add_months(c, 1) from t'],
  ['data', "select setval('a_seq', 5)"],
  ['data', "SELECT pg_catalog.setval('a_seq', max(id)) FROM a"],
  ['data', 'select nextval(1)'],
  ['data', 'select 1;\nselect\n  setval(1, 2)'],
  ['data', 'select public.migrate_all(1)'],
  ['data', 'select upgrade_to_v2()'],
  ['data', "select create_hypertable('t', 'ts')"],
  ['data', 'select pg_terminate_backend(pid) from pg_stat_activity'],
  ['data', 'with x as (delete from t returning *) select * from x'],
  ['data', 'with x as (select 1) update t set a = 1'],
  ['data', 'select * into archive from t'],
  ['data', "select * from t into outfile '/x'"],
  ['data', 'explain analyze delete from t'],
  ['data', 'explain (verbose, analyze) update t set a = 1'],
  ['data', "\\copy t from '/x'"],
  ['data', "select 'create database x' where not exists (select 1)\\gexec"],
  ['data', '-- first\ndelete from t'],
  ['data', '/* c */ (delete from t)'],
  ['data', 'vacuum full'],
  ['data', 'refresh materialized view x'],
  ['data', 'set global read_only = 1'],
  ['data', 'start slave'],
  ['data', 'IF DB_ID(1) IS NULL CREATE DATABASE shop'],
  ['data', 'MATCH (n) DETACH DELETE n'],
  ['data', 'MATCH (n) SET n.a = 1'],
  ['data', '$SQL'],
  ['data', "it's; delete from t"],
  ['schema', 'begin; alter table t add b int; commit'],
  ['schema', 'insert into t values (1); create unique index i on t (a)'],
  ['file', '\\i /sql/a.sql'],
  ['file', 'source /sql/a.sql'],
];

const MONGO: readonly (readonly [Statements, string])[] = [
  ['read', 'db.runCommand({ ping: 1 }).ok'],
  ['read', "db.adminCommand('ping')"],
  ['read', 'if (rs.status().ok && !rs.isMaster().x) quit(0)'],
  ['read', 'db.users.find().forEach(printjson); db.users.countDocuments()'],
  ['read', 'db.users.aggregate([{ $match: {} }]); sh.status()'],
  ...[
    'db.dropDatabase()',
    'db.getSiblingDB("x").dropDatabase()',
    'db.users.deleteMany({})',
    'db.users.remove({})',
    'db.users.insert({ a: 1 })',
    'db.users.createIndex({ a: 1 })',
    'db.users.updateMany({}, { $set: { a: 1 } })',
    'db.users.findOneAndUpdate({}, {})',
    'db.users.aggregate([{ $out: "x" }])',
    'db.users.renameCollection("x")',
    'db.runCommand({ dropDatabase: 1 })',
    'db.adminCommand({ setParameter: 1 })',
    'rs.status() || rs.initiate()',
    'sh.enableSharding("x")',
    'db.grantRolesToUser("x", [])',
    '$SCRIPT',
  ].map((text) => ['data', text] as const),
  ['file', 'load("/init/users.js")'],
];

/** The compiler and the collector of the first calls. */
const NOISE_MS = 200;

describe('statements', () => {
  for (const [work, text] of SQL) it(`of SQL ${work}: ${text}`, () => expect(ofSql(text)).to.equal(work));
  for (const [work, text] of MONGO)
    it(`of MongoDB ${work}: ${text}`, () => expect(ofMongo(text)).to.equal(work));

  it('take time in proportion to the text, also for one made to be slow', () => {
    const bombs = [
      '/*',
      "'",
      "'\\",
      "\\'",
      '$$',
      '$a$',
      'select f(',
      'explain (',
      '.insert',
      'runCommand(',
      '(',
      ';',
    ];
    for (const read of [ofSql, ofMongo]) {
      for (const bomb of bombs) {
        const [short, long] = [65_536, 262_144].map((length) => {
          const text = bomb.repeat(Math.ceil(length / bomb.length));
          return cpuMillis(() => read(text));
        });
        expect(long, bomb).to.be.below(10 * (short ?? 0) + NOISE_MS);
      }
    }
  });
});
