import { expect } from 'chai';
import { containerSpec } from '../../../src/facts/container.ts';

const secret = (name: string, from: string, key = 'url'): object => ({
  name,
  valueFrom: { secretKeyRef: { name: from, key } },
});
const plain = (name: string, value: string): object => ({ name, value });

function work(change: object): string | undefined {
  const base = { name: 'migrate', image: 'shop/api:1', command: ['alembic', 'upgrade', 'head'] };
  return containerSpec({ ...base, ...change }).databaseWork;
}

const URL = plain('DATABASE_URL', 'postgresql://app:pw@db:5432/orders');

interface Pair {
  readonly title: string;
  readonly one: object;
  readonly other: object;
}

const SAME: readonly Pair[] = [
  { title: 'another tag', one: { env: [URL] }, other: { env: [URL], image: 'shop/api:2' } },
  { title: 'a digest', one: { env: [URL] }, other: { env: [URL], image: 'ghcr.io/shop/api@sha256:00' } },
  { title: 'another container name', one: { env: [URL] }, other: { env: [URL], name: 'setup' } },
  {
    title: 'another user and password',
    one: { env: [URL] },
    other: { env: [plain('DATABASE_URL', 'postgresql://other:p%40w@DB:5432/orders?sslmode=require')] },
  },
  { title: 'other variables beside', one: { env: [URL] }, other: { env: [plain('LOG', 'debug'), URL] } },
  {
    title: 'the same key of the same secret',
    one: { env: [secret('DATABASE_URL', 'orders-db')] },
    other: { env: [secret('DATABASE_URL', 'orders-db')] },
  },
  {
    title: 'the same host and name in parts',
    one: { env: [plain('PGHOST', 'db'), plain('PGDATABASE', 'orders'), secret('PGPASSWORD', 'a')] },
    other: { env: [plain('PGDATABASE', 'orders'), plain('PGHOST', 'db'), secret('PGPASSWORD', 'b')] },
  },
  {
    title: 'an address put together from the same parts',
    one: { env: [plain('DB_HOST', 'db'), plain('DATABASE_URL', 'mysql://root@$(DB_HOST)/orders')] },
    other: { env: [plain('DATABASE_URL', 'mysql://root@db/orders'), plain('DB_HOST', 'db')] },
  },
  {
    title: 'the same source of a whole environment, named like a database',
    one: { envFrom: [{ secretRef: { name: 'orders-db' } }] },
    other: { envFrom: [{ configMapRef: { name: 'flags' } }, { secretRef: { name: 'orders-db' } }] },
  },
  {
    title: 'an address in the command',
    one: { command: ['migrate', '-database', 'postgres://db/orders', 'up'] },
    other: { command: ['migrate', '-database', 'postgres://db/orders', 'up'], image: 'shop/api:9' },
  },
  {
    title: 'a connection string of pairs',
    one: { env: [plain('ConnectionStrings__Orders', 'Server=db;Database=orders;User Id=a;Password=b')] },
    other: { env: [plain('ConnectionStrings__Orders', 'Server=db;Database=orders;User Id=c;Password=d')] },
  },
];

const OTHER: readonly Pair[] = [
  { title: 'another repository', one: { env: [URL] }, other: { env: [URL], image: 'shop/worker:1' } },
  { title: 'another command', one: { env: [URL] }, other: { env: [URL], command: ['alembic', 'stamp'] } },
  {
    title: 'another database of the same server',
    one: { env: [URL] },
    other: { env: [plain('DATABASE_URL', 'postgresql://app:pw@db:5432/stock')] },
  },
  {
    title: 'another server',
    one: { env: [URL] },
    other: { env: [plain('DATABASE_URL', 'postgresql://app:pw@db2:5432/orders')] },
  },
  {
    title: 'another schema',
    one: { env: [plain('DATABASE_URL', 'postgresql://db/orders?schema=a')] },
    other: { env: [plain('DATABASE_URL', 'postgresql://db/orders?schema=b')] },
  },
  {
    title: 'another secret',
    one: { env: [secret('DATABASE_URL', 'orders-db')] },
    other: { env: [secret('DATABASE_URL', 'stock-db')] },
  },
  {
    title: 'the same server with another name',
    one: { env: [plain('DB_HOST', 'db'), plain('DB_NAME', 'orders')] },
    other: { env: [plain('DB_HOST', 'db'), plain('DB_NAME', 'stock')] },
  },
  {
    title: 'an address put together from other parts',
    one: { env: [plain('DB_HOST', 'db'), plain('DATABASE_URL', 'mysql://root@$(DB_HOST)/orders')] },
    other: { env: [plain('DB_HOST', 'db2'), plain('DATABASE_URL', 'mysql://root@$(DB_HOST)/orders')] },
  },
];

const UNTOLD: Readonly<Record<string, object>> = {
  'nothing said': {},
  'a database in the pod itself, which may be a proxy': {
    env: [plain('DATABASE_URL', 'postgres://localhost:5432/orders')],
  },
  'a socket': { env: [plain('DATABASE_URL', 'postgres:///orders?host=/cloudsql/x')] },
  'a file': { env: [plain('DATABASE_URL', 'sqlite:////data/orders.db')] },
  'a host that differs from pod to pod': {
    env: [{ name: 'DB_HOST', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
  },
  'an address with a part from elsewhere': {
    env: [plain('DATABASE_URL', 'postgres://$(DB_HOST)/orders')],
    envFrom: [{ secretRef: { name: 'orders-db' } }],
  },
  'only the driver': { env: [plain('DB_CONNECTION', 'pgsql')] },
  'only the name': { env: [plain('DB_NAME', 'orders')] },
  'an environment that may be about anything': { envFrom: [{ configMapRef: { name: 'common' } }] },
};

describe('the same work on the same database', () => {
  for (const { title, one, other } of SAME) {
    it(`is told for ${title}`, () => {
      expect(work(one)).to.match(/^[0-9a-f]{16}$/);
      expect(work(other)).to.equal(work(one));
    });
  }

  for (const { title, one, other } of OTHER) {
    it(`is not for ${title}`, () => {
      expect(work(one)).to.match(/^[0-9a-f]{16}$/);
      expect(work(other))
        .to.match(/^[0-9a-f]{16}$/)
        .and.not.equal(work(one));
    });
  }

  for (const [title, container] of Object.entries(UNTOLD)) {
    it(`cannot be told from ${title}`, () => expect(work(container)).to.equal(undefined));
  }
});
