import { binaryPath } from '../../hack/lab/binaries.ts';
import type { Tool } from './tool.ts';

/** golang-migrate, which holds an advisory lock while it works; the others wait for it up to 15 s. */
export const GOLANG_MIGRATE: Tool = {
  files: {
    'migrations/1_orders.up.sql': 'CREATE TABLE orders (id serial PRIMARY KEY); SELECT pg_sleep(6);\n',
  },
  command: 'migrate -path /app/migrations -database "$DATABASE_URL" up',
  programs: { '/usr/bin/migrate': binaryPath('migrate') },
};
