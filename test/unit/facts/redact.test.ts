import { expect } from 'chai';
import fc from 'fast-check';
import { redact, redactEnv, redactWords } from '../../../src/facts/redact.ts';
import { cpuMillis } from '../cpuTime.ts';

/** What is left of a text of which `hunter2` is the secret. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['PGPASSWORD=hunter2 psql -f a.sql', 'PGPASSWORD=*** psql -f a.sql'],
  ["export DB_PASS='hunter2 two'; go", "export DB_PASS='***'; go"],
  ['{"password": "hunter2", "user": "me"}', '{"password": "***", "user": "me"}'],
  ['{"password":"a\\"hunter2"}', '{"password":"***"}'],
  ['{\\"api_key\\":\\"hunter2\\"}', '{\\"api_key\\":***}'],
  ['postgres://me:hunter2@db:5432/shop', 'postgres://me:***@db:5432/shop'],
  ['postgres://me:hunter2@more@db/shop', 'postgres://me:***@db/shop'],
  ['postgres://me:hun/hunter2@db/shop', 'postgres://me:***@db/shop'],
  ['git clone https://x-access-token:hunter2@h/a', 'git clone https://x-access-token:***@h/a'],
  ['redis://:hunter2@cache', 'redis://:***@cache'],
  ['me:hunter2@tcp(db:3306)/shop', 'me:***@tcp(db:3306)/shop'],
  ['jdbc:oracle:thin:me/hunter2@//db', 'jdbc:oracle:thin:me/***@//db'],
  ['Server=db;Password=hunter2;Database=shop', 'Server=db;Password=***;Database=shop'],
  ['migrate --db-password hunter2 up', 'migrate --db-password *** up'],
  ['mysql -u root -phunter2 shop', 'mysql -u root -p*** shop'],
  ['curl -u me:hunter2 http://h', 'curl -u me:*** http://h'],
  ['redis-cli -h cache -a hunter2 ping', 'redis-cli -h cache -a *** ping'],
  ['sshpass -p hunter2 ssh h', 'sshpass -p *** ssh h'],
  [
    'echo hunter2 | docker login -u me --password-stdin r',
    'echo *** | docker login -u me --password-stdin r',
  ],
  ['echo -n "hunter2 two" | helm login --password-stdin', 'echo -n "***" | helm login --password-stdin'],
  ["printf '%s' hunter2 | gh auth login --with-token", "printf '%s' *** | gh auth login --with-token"],
  ["printf '%s\\n' hunter2|kinit me", "printf '%s\\n' ***|kinit me"],
  ['echo "me:hunter2" | chpasswd', 'echo "***" | chpasswd'],
  ['echo hunter2 | sudo -S id', 'echo *** | sudo -S id'],
  ["ALTER USER me WITH PASSWORD 'hunter2'", "ALTER USER me WITH PASSWORD '***'"],
  ["CREATE USER me IDENTIFIED BY 'hunter2'", "CREATE USER me IDENTIFIED BY '***'"],
  ['TOKEN="$(curl -H "X-Token: hunter2" h)"', 'TOKEN="$(curl -H "X-Token: ***" h)"'],
  ['-----BEGIN RSA PRIVATE KEY-----\nhunter2', '***'],
];

/** Nothing secret in these: a reader needs them as they are. */
const HARMLESS: readonly string[] = [
  'alembic upgrade head',
  'PGPASSWORD=$DB_PASSWORD psql',
  'PGPASSWORD="${DB_PASSWORD}" psql',
  'TOKEN=$(vault read -field=token secret/x) run',
  'migrate --token $TOKEN up',
  'http://registry:8080/x@1.2',
  'run --token-file=/shared/admin-token',
  'run -credential_file=/etc/key.json --secretName: x',
  'migrate -database "postgres://$(USER):$(PASSWORD)@$(HOST)/db" up',
  'chown -u 1000:1000 /data',
  'repo/app:1.2@sha256:0123456789abcdef',
  'until nc -z db 5432; do sleep 1; done',
  'passed: 3, bypassed: 1',
  'echo "$TOKEN" | docker login -u me --password-stdin',
  'echo ready | tee /shared/ready',
  'echo waiting; kinit -k',
  'export PATH=$PWD:/usr/bin',
  'FATAL: password authentication failed for user "me"',
  'ERROR: duplicate key value violates unique constraint "pk"',
];

const TOKENS: readonly string[] = [
  'AKIAABCDEFGHIJKLMNOP',
  `ghp_${'a1B2'.repeat(9)}`,
  'glpat-abcdefghijklmnopqrst',
  'xoxb-1234567890-abcdef',
  `AIza${'x'.repeat(35)}`,
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef',
  'hvs.CAESIabcdefghijklmnop',
];

/** The compiler and the collector of the first calls. */
const NOISE_MS = 200;

/** Arguments of which one is a script that begins with a secret: what it does must stay to be read. */
const SCRIPTS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['sh', '-c', 'PGPASSWORD=hunter2 psql -f a.sql'],
    ['sh', '-c', 'PGPASSWORD=*** psql -f a.sql'],
  ],
  [
    ['bash', '-ec', 'TOKEN=hunter2\nalembic upgrade head'],
    ['bash', '-ec', 'TOKEN=***\nalembic upgrade head'],
  ],
  [['DB_PASSWORD="hunter2 two"; rails db:migrate'], ['DB_PASSWORD="***"; rails db:migrate']],
  [
    ['env', 'PGPASSWORD=hunter2 two', 'psql'],
    ['env', 'PGPASSWORD=***', 'psql'],
  ],
];

describe('a script among arguments', () => {
  for (const [given, shown] of SCRIPTS)
    it(`loses its secrets and not its commands: ${given.at(-1)}`, () =>
      expect(redactWords(given)).to.deep.equal(shown));
});

describe('redaction', () => {
  for (const [text, clean] of TEXTS) {
    it(`hides the secret of ${JSON.stringify(text)}`, () => expect(redact(text)).to.equal(clean));
  }

  for (const text of HARMLESS) {
    it(`leaves ${JSON.stringify(text)} alone`, () => expect(redact(text)).to.equal(text));
  }

  for (const token of TOKENS) {
    it(`knows ${token.slice(0, 6)}… by its shape`, () =>
      expect(redact(`use ${token} now`)).to.equal('use *** now'));
  }

  it('hides a word that follows its option', () => {
    const words = [
      'tool',
      '--password',
      'hunter2',
      '--api-key',
      '$KEY',
      '-u',
      'me:hunter2',
      '--token=a,b&c|d',
    ];
    expect(redactWords(words)).to.deep.equal([
      'tool',
      '--password',
      '***',
      '--api-key',
      '$KEY',
      '-u',
      'me:***',
      '--token=***',
    ]);
  });

  it('hides what mysql takes as -p', () => {
    expect(redactWords(['/usr/bin/mysqldump', '-phunter2'])).to.deep.equal(['/usr/bin/mysqldump', '-p***']);
    expect(redactWords(['mkdir', '-parents'])).to.deep.equal(['mkdir', '-parents']);
  });

  for (const name of [
    'DB_PASSWORD',
    'PGPASS',
    'MYSQL_PWD',
    'clientSecret',
    'GITHUB_TOKEN',
    'API_KEY',
    'apikey',
    'AWS_CREDENTIALS',
  ]) {
    it(`hides the value of ${name} whatever it is`, () => expect(redactEnv(name, 'plain')).to.equal('***'));
  }

  for (const name of ['DB_HOST', 'KEYCLOAK_URL', 'KEYSPACE', 'CLIENT_PASSIVE']) {
    it(`shows the value of ${name}`, () => expect(redactEnv(name, 'plain')).to.equal('plain'));
  }

  it('keeps the host of a database URL, by which workloads are known to share a database', () => {
    expect(redactEnv('DATABASE_URL', 'mysql://me:hunter2@db/shop')).to.equal('mysql://me:***@db/shop');
  });

  it('leaves no secret of a URL, an assignment or an option, whatever is around it', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9!#%*+,.?^_~-]{8,30}$/).map((text) => `Zq9${text}`);
    const place = fc.constantFrom<(text: string) => string>(
      (text) => `postgres://me:${text}@db/shop`,
      (text) => `DB_PASSWORD=${text}`,
      (text) => `"token": "${text}"`,
      (text) => `--secret ${text} x`,
    );
    const around = fc.string({ maxLength: 40 }).map((text) => text.replace(/[$`]/g, ''));
    fc.assert(
      fc.property(secret, place, around, around, (text, put, before, after) => {
        expect(redact(`${before} ${put(text)} ${after}`)).to.not.include(text);
      }),
    );
  });

  it('takes time in proportion to the text, also for one made to be slow', () => {
    const bombs = [
      '-',
      'a',
      'password=',
      'password="',
      '://a:',
      'eyJ-',
      'mysql ',
      '--a-',
      ' -u a:',
      'token="$(',
      ':',
      ' -H "a',
      'curl -u "',
      '\'\\"',
      '"$(',
      'a=$(',
      ' -' + 's'.repeat(50),
      '://h/' + 'aA1-'.repeat(8),
      '?a_',
      'vault login ',
      'mc alias set a ',
      'htpasswd -b',
      'sqlplus a/',
      'echo a ',
      'echo -n a |',
      '://a.',
      'docker login openssl az ',
    ];
    // Four times the text would take sixteen times the work where it is not linear; the pattern engine counts no steps.
    for (const bomb of bombs) {
      const [short, long] = [65_536, 262_144].map((length) => {
        const text = bomb.repeat(Math.ceil(length / bomb.length));
        return cpuMillis(() => redact(text));
      });
      expect(long, bomb).to.be.below(10 * (short ?? 0) + NOISE_MS);
    }
  });
});
