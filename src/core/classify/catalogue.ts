import type { Signature } from './signature.ts';
import { calls } from './signatures/calls.ts';
import { checks } from './signatures/checks.ts';
import { configs } from './signatures/configs.ts';
import { copies } from './signatures/copies.ts';
import { downloads } from './signatures/downloads.ts';
import { kernel } from './signatures/kernel.ts';
import { migrationQuestions } from './signatures/migrations/questions.ts';
import { migrations } from './signatures/migrations.ts';
import { names } from './signatures/names.ts';
import { permissions } from './signatures/permissions.ts';
import { secrets } from './signatures/secrets.ts';
import { seeds } from './signatures/seeds.ts';
import { waits } from './signatures/waits.ts';

/** The rows that one classifier goes by: a user's own come before ours. */
export const rowsWith = (own: readonly Signature[]): readonly Signature[] => [...own, ...signatureRows];

/** Every signature that comes with the product; for classification, `explain` and the generated documentation. */
export const signatureRows: readonly Signature[] = [
  ...migrations,
  ...seeds,
  ...calls,
  ...downloads,
  ...configs,
  ...copies,
  ...secrets,
  ...kernel,
  ...permissions,
  ...waits,
  ...migrationQuestions,
  ...checks,
  ...names,
];
