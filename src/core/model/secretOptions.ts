/**
 * What follows an option: the secret itself, `user:secret`, a `Name: value` header, or `name=secret`. `setting` is a
 * `name=value` whose name decides.
 */
export type Follows = 'secret' | 'pair' | 'header' | 'assignment' | 'setting';

/** A program of which some options hold secrets that their names do not tell. */
export interface SecretRow {
  readonly program: RegExp;
  readonly options: Readonly<Record<string, Follows>>;
  /** Options whose value may stand in the same word: `-pSECRET`. */
  readonly attached?: readonly string[];
  /** Single letters without a value, that may stand before such an option in one word: `-sSu`. */
  readonly switches?: string;
  /** The value never stands in the next word: what follows is something else. */
  readonly onlyAttached?: true;
  /** Plain words after which every `name=value` is secret. */
  readonly stores?: RegExp;
  /** Argument vectors; `SECRET` is what must not be seen. */
  readonly examples: readonly (readonly string[])[];
}

/** Options that mean the same for whichever program. */
export const ANY_PROGRAM: Readonly<Record<string, Follows>> = {
  '-u': 'pair',
  '--user': 'pair',
  '--proxy-user': 'pair',
  '--creds': 'secret',
  '-H': 'header',
  '--header': 'header',
  '--from-literal': 'assignment',
};

/** The clients whose short options hold secrets. */
export const SECRET_ROWS: readonly SecretRow[] = [
  {
    program: /^curl$/,
    options: { '-u': 'pair', '-U': 'pair', '-H': 'header', '-b': 'secret', '--cookie': 'secret' },
    attached: ['-u', '-U', '-H', '-b'],
    switches: 'aBfgGiIjJklLMnNOpqRsSvZ#012346',
    examples: [
      ['curl', '--user=me:SECRET', 'https://api'],
      ['curl', '--user', 'me:SECRET', 'https://api'],
      ['curl', '-ume:SECRET', 'https://api'],
      ['curl', '-u', 'me:SECRET', 'https://api'],
      ['curl', '-sSu', 'me:SECRET', 'https://api'],
      ['curl', '-fsSLume:SECRET', 'https://api'],
      ['/usr/bin/curl', '-H', 'Cookie: session=SECRET', 'https://api'],
      ['curl', '-H', 'X-Api-Key: SECRET', 'https://api'],
      ['curl', '-sH', 'X-Custom: SECRET', 'https://api'],
      ['curl', '-HX-Custom: SECRET', 'https://api'],
      ['curl', '--header=X-Custom: SECRET', 'https://api'],
      ['curl', '-H', 'Authorization: token SECRET', 'https://api'],
      ['curl', '-b', 'session=SECRET', 'https://api'],
      ['curl', 'https://hooks.slack.com/services/T00/B00/SECRET'],
      ['curl', 'https://discord.com/api/webhooks/123/SECRET'],
      ['curl', 'https://shop.webhook.office.com/webhookb2/a/IncomingWebhook/SECRET/b'],
      ['curl', 'https://api.telegram.org/bot123:SECRET/sendMessage'],
      ['curl', 'https://api/hook/4f9Kd72LmQpX0zRt8VbNSECRET/run'],
      ['curl', 'https://api/x?sig=SECRET'],
    ],
  },
  {
    program: /^wget$/,
    options: {},
    examples: [
      ['wget', '--header', 'X-Custom: SECRET', 'https://api'],
      ['wget', '--header=Cookie: SECRET', 'https://api'],
      ['wget', '--http-password=SECRET', 'https://api'],
    ],
  },
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
    program: /^(?:cqlsh|cypher-shell|rabbitmqadmin|elasticsearch-users|sshpass|zabbix_sender)$/,
    options: { '-p': 'secret' },
    attached: ['-p'],
    examples: [
      ['cqlsh', '-u', 'me', '-p', 'SECRET'],
      ['cypher-shell', '-u', 'neo4j', '-p', 'SECRET', 'RETURN 1'],
      ['sshpass', '-p', 'SECRET', 'ssh', 'host'],
    ],
  },
  {
    program: /^(?:sqlcmd|bcp|tsql|mosquitto_(?:pub|sub)|zip|unzip)$/,
    options: { '-P': 'secret' },
    attached: ['-P'],
    examples: [
      ['/opt/mssql-tools/bin/sqlcmd', '-S', 'db', '-U', 'sa', '-P', 'SECRET', '-Q', 'SELECT 1'],
      ['mosquitto_pub', '-u', 'me', '-P', 'SECRET'],
    ],
  },
  {
    program: /^ldap(?:add|modify|search|delete|passwd|whoami|modrdn|compare)$/,
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
    examples: [['redis-cli', '-h', 'cache', '-a', 'SECRET', 'FLUSHALL']],
  },
  {
    program: /^nodetool$/,
    options: { '-pw': 'secret' },
    examples: [['nodetool', '-u', 'me', '-pw', 'SECRET', 'status']],
  },
  {
    program: /^(?:docker|podman|skopeo|buildah|helm|az|oc)$/,
    options: {},
    examples: [
      ['skopeo', 'copy', '--src-creds', 'me:SECRET', 'docker://a', 'docker://b'],
      ['helm', 'upgrade', 'x', './x', '--set', 'auth.password=SECRET'],
    ],
  },
  {
    program: /^psql$/,
    options: { '-v': 'setting', '--set': 'setting', '--variable': 'setting' },
    attached: ['-v'],
    examples: [
      ['psql', '-v', 'pw=SECRET', '-f', '/a.sql'],
      ['psql', '-vpw=SECRET', '-f', '/a.sql'],
      ['psql', '--set', 'password=SECRET', '-f', '/a.sql'],
      ['psql', '--set=app_word=SECRET', '-f', '/a.sql'],
    ],
  },
  {
    program: /^kubectl$/,
    options: {},
    examples: [
      ['kubectl', 'create', 'secret', 'generic', 'x', '--from-literal=pw=SECRET'],
      ['kubectl', 'create', 'secret', 'generic', 'x', '--from-literal', 'word=SECRET'],
    ],
  },
  {
    program: /^aws$/,
    options: {},
    examples: [
      ['aws', 'configure', 'set', 'aws_secret_access_key', 'SECRET'],
      ['aws', 'configure', 'set', 'profile.x.aws_session_token', 'SECRET'],
    ],
  },
  {
    program: /^vault$/,
    options: {},
    stores: /^(?:put|write|patch|login)$/,
    examples: [['vault', 'kv', 'put', 'secret/x', 'word=SECRET']],
  },
  {
    program: /^[\w.-]{1,64}$/,
    options: {},
    examples: [
      ['tool', '--db-password', 'SECRET', 'up'],
      ['tool', '--passwd=SECRET', 'up'],
      ['tool', '--adminPassword', 'SECRET'],
      ['tool', '-password', 'SECRET'],
      ['tool', '--auth', 'SECRET'],
      ['tool', '--auth-header-value=SECRET'],
      ['tool', '--client-credential', 'SECRET'],
      ['tool', '--api-key', 'SECRET'],
      ['tool', '--pwd', 'SECRET'],
      ['tool', '--token=SECRET'],
      ['env', 'DB_PW=SECRET', 'tool'],
    ],
  },
];
