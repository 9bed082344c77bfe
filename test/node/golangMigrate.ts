import { binaryPath } from '../../hack/lab/binaries.ts';
import type { Tool } from './tool.ts';

/**
 * golang-migrate, which takes a lock while it works. An `advisory` one goes with the connection, and others wait for it; one
 * in a `table` outlives who took it, and others fail.
 */
export function golangMigrate(lock: 'advisory' | 'table', seconds: number): Tool {
  const sql = `CREATE TABLE orders (id serial PRIMARY KEY); SELECT pg_sleep(${seconds});\n`;
  const url = lock === 'advisory' ? '$DATABASE_URL' : 'pgx${DATABASE_URL#postgresql}&x-lock-strategy=table';
  return {
    files: { 'migrations/1_orders.up.sql': sql },
    command: `migrate -path /app/migrations -database "${url}" up`,
    programs: { '/usr/bin/migrate': binaryPath('migrate') },
  };
}
