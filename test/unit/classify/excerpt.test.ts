import { expect } from 'chai';
import fc from 'fast-check';
import { excerpt } from '../../../src/core/classify/excerpt.ts';

const HOSTILE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('excerpts', () => {
  const hidden = [
    'psql postgres://app:hunter2secret@db/x',
    'migrate -database "postgres://u:hunter2secret@db:5432/x?sslmode=disable" up',
    'mysql -h db -u root -phunter2secret shop',
    'mysql --password=hunter2secret',
    'app --db-password hunter2secret migrate',
    'app --api-token "hunter2secret" run',
    'export PGPASSWORD=hunter2secret; psql',
    'PGPASSWORD="hunter2secret" psql',
    'curl -u admin:hunter2secret http://x',
    'curl -H "Authorization: Bearer hunter2secret" http://x',
    'curl -H "X-Vault-Token: hunter2secret" http://x',
    'psql "host=db user=a password=hunter2secret"',
    'curl https://x/a?token=hunter2secret&b=c',
    '{"password":"hunter2secret"}',
    'keytool -storepass hunter2secret',
    'flyway -password=hunter2secret migrate',
    'Server=db;User Id=sa;Password=hunter2secret;',
    'openssl pkcs12 -password pass:hunter2secret',
  ];
  for (const text of hidden) {
    it(`hides the secret of ${text}`, () => {
      expect(excerpt(text)).to.include('***');
      expect(excerpt(text)).not.to.include('hunter2secret');
    });
  }

  it('shows references to secrets, which tell nothing', () => {
    expect(excerpt('mysql --password $MYSQL_PASSWORD')).to.equal('mysql --password $MYSQL_PASSWORD');
    expect(excerpt('mkdir -p /data/token-store')).to.equal('mkdir -p /data/token-store');
  });

  it('hides words that look like known keys', () => {
    for (const key of [
      'AKIAIOSFODNN7EXAMPLE',
      'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
      'glpat-abcdefghij0123456789',
    ]) {
      expect(excerpt(`tool ${key}`)).to.equal('tool ***');
    }
  });

  it('is printable, at most 160 characters, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const shown = excerpt(text);
        expect(shown.length).to.be.at.most(160);
        expect(HOSTILE.test(shown)).to.equal(false);
      }),
    );
  });

  it('never shows a password after a name that says so', () => {
    const secret = fc.stringMatching(/^[a-zA-Z0-9]{12,24}$/);
    const shape = fc.constantFrom(
      (s: string) => `--password=${s}`,
      (s: string) => `--password ${s}`,
      (s: string) => `--token '${s}'`,
      (s: string) => `DB_PASSWORD=${s} run`,
      (s: string) => `mongodb://root:${s}@mongo:27017/admin`,
      (s: string) => `"secret": "${s}"`,
      (s: string) => `AccountKey=${s};EndpointSuffix=x`,
    );
    fc.assert(
      fc.property(secret, shape, (s, make) => {
        expect(excerpt(`tool ${make(s)} end`)).not.to.include(s);
      }),
    );
  });
});
