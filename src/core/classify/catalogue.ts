import type { Signature } from './signature.ts';
import { applicationMigrations } from './signatures/applications.ts';
import { configs, copies, downloads, permissions } from './signatures/files.ts';
import { migrations } from './signatures/migrations.ts';
import { calls, seeds } from './signatures/mutations.ts';
import { names } from './signatures/names.ts';
import { kernel, secrets } from './signatures/platform.ts';
import { checks, waits } from './signatures/probes.ts';

/** Every signature that comes with the product; for classification, `explain` and the generated documentation. */
export const signatureRows: readonly Signature[] = [
  ...migrations,
  ...applicationMigrations,
  ...seeds,
  ...calls,
  ...downloads,
  ...configs,
  ...copies,
  ...secrets,
  ...kernel,
  ...permissions,
  ...waits,
  ...checks,
  ...names,
];
