import { expect } from 'chai';
import { createClassifier, SEVERITY } from '../../../src/core/classify/classifier.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import type { Example } from '../../../src/core/classify/signature.ts';

const classify = createClassifier();
const judge = (example: Example) => classify(exampleSpec(example), { workloadKind: 'Deployment' });

/** What changes something that others see or that stays. */
const WRITES: readonly string[] = [
  `mongosh "$URI" --eval 'db.getSiblingDB("shop").dropDatabase()'`,
  "mongo --host m shop --eval 'db.users.deleteMany({})'",
  `psql -c "select setval('a_seq', 5)"`,
  'psql -c "with x as (delete from t returning *) select * from x"',
  'psql -c "explain analyze delete from t"',
  'mysql -h db -e "select * into archive from t"',
  'sqlite3 /data/shop.db "delete from t"',
  'cypher-shell "MATCH (n) DETACH DELETE n"',
  'aws --endpoint-url http://ls:4566 s3 rm --recursive s3://b/a',
  'aws s3 mv s3://b/a s3://b/c',
  'aws s3 rb s3://b --force',
  'aws s3 sync s3://a s3://b',
  'gsutil rm gs://b/a',
  'az storage blob delete -c x -n y',
  'mc mirror /data minio/b',
  'rclone sync /data remote:b',
  's3cmd del s3://b/a',
  'pg_dump -h db shop | aws s3 cp - s3://b/shop.sql',
  "printf 'FLUSHALL\\n' | redis-cli -h r",
  'restic backup /data',
  'mkfs.ext4 /dev/sdb',
  'blkid /dev/sdb || mkfs -t ext4 /dev/sdb',
  'dd if=/dev/zero of=/dev/sdb',
  'redis-cli -h r flushall',
  'echo FLUSHALL | redis-cli -h r',
  "redis-cli -h r --scan --pattern 'x*' | xargs redis-cli -h r unlink",
  'curl -fsSXPOST http://api/x',
  'curl --request=DELETE http://api/x',
  'wget --method DELETE http://api/x',
  'http http://api/users name=a',
  `curl -d '{"jsonrpc":"2.0","method":"eth_sendRawTransaction","params":["0x"]}' http://node:8545`,
  `curl -d '[{"jsonrpc":"2.0","method":"eth_chainId"},{"jsonrpc":"2.0","method":"admin_addPeer"}]' http://node`,
  `curl -d '{"method":"eth_chainId"}' http://api/x`,
  `influx -host db -execute "CREATE USER a WITH PASSWORD 'b'"`,
  'xh post http://api/users',
  'kubectl -n x delete job/y --ignore-not-found',
  'kubectl get secret x -o yaml | kubectl apply -f -',
  'kubectl certificate approve x',
  'rabbitmqctl purge_queue a',
  'nodetool cleanup',
  'consul kv delete -recurse a',
  'vault secrets disable kv',
  'mysqladmin drop shop',
  'ldapdelete -D cn=admin cn=x',
  'terraform destroy -auto-approve',
];

/** What only asks, although it looks alike. */
const ASKS: readonly string[] = [
  'mongosh --eval "quit(db.runCommand({ping:1}).ok ? 0 : 2)"',
  'psql -tAc "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = $1)"',
  'psql -c "explain delete from t"',
  'redis-cli -h r config get maxmemory',
  'redis-cli -h r acl list',
  'aws s3 ls s3://b',
  'kubectl get --raw /apis/apply',
  'until kubectl wait --for=delete pod/x; do sleep 1; done',
  'rabbitmqctl status',
  `until curl -s -d '{"jsonrpc":"2.0","method":"eth_chainId","id":1}' http://node:8545; do sleep 5; done`,
  `curl -s -d '[{"jsonrpc":"2.0","method":"eth_syncing"},{"jsonrpc":"2.0","method":"net_version"}]' http://node`,
  'influx -host db -execute "SHOW DATABASES"',
];

describe('writes', () => {
  for (const script of WRITES)
    it(`are told of ${script}`, () => {
      const verdict = judge(script);
      expect(verdict.sideEffecting).to.equal(true);
      expect(verdict.severity).to.equal('Red');
    });

  for (const script of ASKS)
    it(`are none of ${script}`, () => {
      const verdict = judge(script);
      expect(verdict.sideEffecting).to.equal(false);
      expect(SEVERITY[verdict.category]).to.equal('Yellow');
    });

  it('are on a claimed volume, not on one that ends with the pod', () => {
    const of = (volume: string) => judge({ command: ['rm', '-rf', '/data'], mounts: [`/data ${volume}`] });
    expect(of('persistentVolumeClaim')).to.include({ severity: 'Red', sideEffecting: true });
    expect(of('emptyDir')).to.include({ category: 'Permissions', sideEffecting: false });
  });

  it('have the name of the tool that does them', () => {
    expect(judge({ image: 'hashicorp/terraform:1.9', args: ['apply', '-auto-approve'] }).tool).to.equal(
      'terraform',
    );
    expect(judge('terraform init && terraform apply -auto-approve').tool).to.equal('terraform');
    expect(judge('helm upgrade --install x ./chart').tool).to.equal('helm');
    expect(judge('aws s3 ls s3://b').tool).to.equal('');
  });

  it('take no lock where a schema is loaded', () => {
    expect(judge('bundle exec rake db:schema:load')).to.include({ tool: 'rails', lock: 'None' });
    expect(judge('bundle exec rake db:schema:load db:migrate').lock).to.equal('None');
    expect(judge('bundle exec rails db:migrate').lock).to.equal('Locks');
  });
});
