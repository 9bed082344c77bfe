import type { SecretRow } from './secretRow.ts';

/** Clients of databases, brokers, directories and the like. */
export const storeSecrets: readonly SecretRow[] = [
  {
    program: /^mongo(?:sh|dump|restore|import|export|stat|top|files)?$/,
    options: { '-p': 'secret' },
    attached: ['-p'],
    examples: [
      ['mongo', '-u', 'me', '-p', 'SECRET', 'shop'],
      ['mongosh', '--host', 'db', '-p', 'SECRET'],
      ['mongorestore', '-pSECRET', '/dump'],
      ['mongodump', '-p', 'SECRET'],
    ],
  },
  {
    program: /^(?:mysql|mariadb)[\w-]{0,32}$/,
    options: { '-p': 'secret' },
    attached: ['-p'],
    onlyAttached: true,
    examples: [['mysql', '-u', 'root', '-pSECRET', 'shop']],
  },
  {
    program:
      /^(?:cqlsh|cypher-shell|rabbitmqadmin|elasticsearch-users|sshpass|zabbix_sender|snowsql|beeline|twine|useradd|usermod|couchbase-cli|cbq|cbimport|cbexport|cbbackupmgr|kcadm(?:\.sh)?|ncftp(?:get|put)?)$/,
    options: { '-p': 'secret' },
    attached: ['-p'],
    examples: [
      ['cqlsh', '-u', 'me', '-p', 'SECRET'],
      ['cypher-shell', '-u', 'neo4j', '-p', 'SECRET', 'RETURN 1'],
      ['sshpass', '-p', 'SECRET', 'ssh', 'host'],
      ['sshpass', '-pSECRET', 'ssh', 'host'],
      ['snowsql', '-a', 'shop', '-u', 'me', '-p', 'SECRET', '-q', 'select 1'],
      ['beeline', '-u', 'jdbc:hive2://db', '-n', 'me', '-p', 'SECRET'],
      ['couchbase-cli', 'bucket-list', '-c', 'db', '-u', 'me', '-p', 'SECRET'],
      ['kcadm.sh', 'set-password', '-r', 'shop', '--username', 'me', '-p', 'SECRET'],
      ['useradd', '-p', 'SECRET', 'me'],
    ],
  },
  {
    program: /^(?:sqlcmd|bcp|tsql|isql|osql|ipmitool|mosquitto_(?:pub|sub)|zip|unzip)$/,
    options: { '-P': 'secret' },
    attached: ['-P'],
    examples: [
      ['/opt/mssql-tools/bin/sqlcmd', '-S', 'db', '-U', 'sa', '-P', 'SECRET', '-Q', 'SELECT 1'],
      ['mosquitto_pub', '-u', 'me', '-P', 'SECRET'],
    ],
  },
  {
    program: /^(?:ldap(?:add|modify|search|delete|passwd|whoami|modrdn|compare)|slappasswd|kadmin|vsql)$/,
    options: { '-w': 'secret', '-s': 'secret' },
    attached: ['-w'],
    examples: [
      ['ldapadd', '-x', '-D', 'cn=admin', '-w', 'SECRET', '-f', '/a.ldif'],
      ['ldapmodify', '-wSECRET', '-f', '/a.ldif'],
    ],
  },
  {
    program: /^(?:redis|valkey|keydb)-cli$/,
    options: { '-a': 'secret', '--pass': 'secret' },
    places: [
      { after: /(?:^| )auth$/i, skip: 0 },
      { after: /acl setuser$/i, skip: 1 },
    ],
    examples: [
      ['redis-cli', '-h', 'cache', '-a', 'SECRET', 'FLUSHALL'],
      ['redis-cli', '-h', 'cache', 'AUTH', 'SECRET'],
      ['redis-cli', 'CONFIG', 'SET', 'requirepass', 'SECRET'],
      ['redis-cli', 'acl', 'setuser', 'me', 'on', '>SECRET', '+@all'],
    ],
  },
  {
    program: /^nodetool$/,
    options: { '-pw': 'secret' },
    examples: [['nodetool', '-u', 'me', '-pw', 'SECRET', 'status']],
  },
  {
    program: /^psql$/,
    options: { '-v': 'setting', '--set': 'setting', '--variable': 'setting' },
    attached: ['-v'],
    examples: [
      ['psql', '-v', 'pw=SECRET', '-f', '/a.sql'],
      ['psql', 'postgresql://me:SECRET@db/shop', '-c', 'select 1'],
      ['psql', 'host=db user=me password=SECRET dbname=shop'],
      ['psql', '-vpw=SECRET', '-f', '/a.sql'],
      ['psql', '--set', 'password=SECRET', '-f', '/a.sql'],
      ['psql', '--set=app_word=SECRET', '-f', '/a.sql'],
    ],
  },
  {
    program: /^(?:sqlplus|sqlcl|rman|expdp|impdp|sqlldr)$/,
    options: {},
    word: /^((?:userid=)?["']?[\w$#.-]{1,128}\/)([^@\s]{1,256})/i,
    examples: [
      ['sqlplus', 'me/SECRET@db'],
      ['sqlplus', '-S', 'me/SECRET@//db:1521/shop', '@/a.sql'],
      ['impdp', 'me/SECRET', 'directory=d'],
      ['sqlldr', 'userid=me/SECRET@db', 'control=/a.ctl'],
    ],
  },
  {
    program: /^influx$/,
    options: { '-p': 'secret', '-t': 'secret' },
    examples: [
      ['influx', 'setup', '-u', 'me', '-p', 'SECRET', '-f'],
      ['influx', 'bucket', 'list', '--token', 'SECRET'],
      ['influx', 'bucket', 'list', '-t', 'SECRET'],
      ['influx', '-username', 'me', '-password', 'SECRET'],
    ],
  },
  {
    program: /^(?:mysqladmin|mariadb-admin)$/,
    options: {},
    places: [{ after: /(?:^| )(?:old-)?password$/, skip: 0 }],
    examples: [
      ['mysqladmin', 'password', 'SECRET'],
      ['mysqladmin', '-u', 'root', 'password', 'SECRET'],
    ],
  },
  {
    program: /^rabbitmqctl$/,
    options: {},
    places: [{ after: /(?:^| )(?:add_user|change_password|authenticate_user)$/, skip: 1 }],
    examples: [
      ['rabbitmqctl', 'add_user', 'me', 'SECRET'],
      ['rabbitmqctl', '-n', 'rabbit@a', 'change_password', 'me', 'SECRET'],
    ],
  },
  {
    program: /^(?:neo4j-admin|cargo|bw|db2|composer|poetry)$/,
    options: {},
    places: [
      {
        after: /(?:^| )(?:set-initial-password|using|unlock|http-basic\.\S{1,128}|pypi-token\.\S{1,128})$/,
        skip: 0,
      },
      { after: /^cargo login$/, skip: 0 },
      { after: /^bw login$/, skip: 1 },
    ],
    examples: [
      ['neo4j-admin', 'dbms', 'set-initial-password', 'SECRET'],
      ['cargo', 'login', 'SECRET'],
      ['bw', 'login', 'me@example.com', 'SECRET'],
      ['db2', 'connect', 'to', 'shop', 'user', 'me', 'using', 'SECRET'],
      ['poetry', 'config', 'http-basic.shop', 'me', 'SECRET'],
    ],
  },
  {
    program: /^snmp(?:get|getnext|walk|bulkwalk|set|table|trap|inform)$/,
    options: { '-c': 'secret', '-A': 'secret', '-X': 'secret' },
    examples: [
      ['snmpwalk', '-v2c', '-c', 'SECRET', 'host'],
      ['snmpget', '-v3', '-A', 'SECRET', 'host'],
    ],
  },
];
