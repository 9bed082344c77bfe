import type { SecretRow } from './secretRow.ts';
import { storeSecrets } from './secretStores.ts';
import { toolSecrets } from './secretTools.ts';

/** The clients whose short options and plain words hold secrets. */
export const SECRET_ROWS: readonly SecretRow[] = [
  ...storeSecrets,
  ...toolSecrets,
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
