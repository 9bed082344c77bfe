import { expect } from 'chai';
import fc from 'fast-check';
import { excerpt } from '../../../src/core/classify/excerpt.ts';
import { SECRET_ROWS } from '../../../src/core/model/secretOptions.ts';
import { redact, redactWords } from '../../../src/facts/redact.ts';

const SECRET = 'Hunter2xyz';
const EXAMPLES = SECRET_ROWS.flatMap(({ examples }) => examples);

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`);
const doubled = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`);

/** The ways in which a command stands in a container. */
const FORMS: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  'an array': (words) => words,
  'sh -c': (words) => ['sh', '-c', words.map(quoted).join(' ')],
  'a loop in sh -c': (words) => [
    'sh',
    '-c',
    `set -e\nuntil ${words.map(quoted).join(' ')}; do sleep 1; done`,
  ],
  'a shell in sh -c': (words) => ['sh', '-c', `bash -c "${words.map(quoted).join(' ')}"`],
  'a substitution': (words) => ['sh', '-c', `X="$(${words.map(doubled).join(' ')})"; echo it's`],
  'lines that go on': (words) => ['sh', '-c', words.map(quoted).join(' \\\n  ')],
  'behind a wrapper': (words) => ['timeout', '60', ...words],
};

const filled = (words: readonly string[], secret: string): readonly string[] =>
  words.map((word) => word.replace('SECRET', secret));

describe('secrets in commands', () => {
  for (const example of EXAMPLES) {
    for (const [form, put] of Object.entries(FORMS)) {
      it(`hides that of ${example.join(' ')} in ${form}`, () => {
        const shown = redactWords(put(filled(example, SECRET))).join('\n');
        expect(shown).to.include('***').and.not.include(SECRET);
      });
    }

    it(`shows none of ${example.join(' ')} in evidence`, () => {
      expect(excerpt(filled(example, SECRET).map(quoted).join(' '))).to.not.include(SECRET);
    });
  }

  const HARMLESS: readonly string[] = [
    'mkdir -p /data',
    'mongo --host db --eval "db.stats()"; mkdir -p /data/db',
    'mysql -p shop',
    'curl -fsSL -H "Content-Type: application/json" https://api/v1/things',
    'curl -u "$USER:$PASSWORD" https://api',
    'curl -H "Authorization: Bearer $TOKEN" https://api',
    'curl -H "X-Vault-Token: ${VAULT_TOKEN}" https://api',
    'psql -v ON_ERROR_STOP=1 -f /a.sql',
    'redis-cli --no-auth-warning -a $PASS ping',
    'mongo --authenticationDatabase admin',
    'tool --auth-type basic --token-file /run/token',
    'chown -u 1000:1000 /x',
    'curl -LO https://dl.k8s.io/release/v1.30.0/bin/linux/amd64/kubectl',
    'wget https://github.com/a/b/releases/download/v1.0.0/tool-linux-x86_64.tar.gz',
    'tar -xzf /a.tgz -C /b',
    'cqlsh -f /a.cql db',
    'docker-entrypoint.sh --keyspace shop',
    'gh auth login --with-token',
    'docker run -p 8080:80 nginx',
    'mc alias list minio',
    'mc alias set minio http://minio:9000 $KEY $SECRET',
    'mc cp minio/a /data/a',
    'sqlplus /nolog @/scripts/a.sql',
    'az login --identity',
    'openssl rand -hex 32',
    'openssl req -x509 -newkey rsa:4096 -out /a.pem -nodes',
    'htpasswd -c /auth/file me',
    'mysqladmin ping -h db',
    'jq -n --arg name shop .',
    'ssh-keygen -t ed25519 -f /k -N ""',
    'rabbitmqctl status',
    'vault login -method=userpass > /dev/null',
    'git clone git@github.com:a/b.git',
    'git clone ssh://git@git.example/a',
  ];
  for (const text of HARMLESS) {
    it(`leaves ${text} as it is`, () => {
      expect(redact(text)).to.equal(text);
      expect(redactWords(['sh', '-c', text])).to.deep.equal(['sh', '-c', text]);
    });
  }

  it('leaves no secret of any row, whatever it is and whatever is around it', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{8,20}$/).map((text) => `Zq9${text}`);
    const word = fc.stringMatching(/^[a-z][a-z./]{0,10}$/);
    const around = fc.array(word, { maxLength: 3 });
    const form = fc.constantFrom(...Object.values(FORMS));
    fc.assert(
      fc.property(fc.constantFrom(...EXAMPLES), secret, around, form, (example, text, before, put) => {
        const words = put([...before, ...filled(example, text)]);
        expect(redactWords(words).join('\n')).to.not.include(text);
      }),
      { numRuns: 500 },
    );
  });
});
