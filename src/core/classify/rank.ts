import type { Category } from '../model/names.ts';
import type { Signature } from './signature.ts';

/** Worst first: a container that does several things is named after the first of them. */
const RANK: readonly Category[] = [
  'Migration',
  'Seed',
  'ExternalCall',
  'SecretFetch',
  'Download',
  'ConfigRender',
  'CopyArtifact',
  'Wait',
  'Kernel',
  'Check',
  'Permissions',
  'Unknown',
];

export const rankOf = (category: Category): number => RANK.indexOf(category);

/** What counts only where nothing else does comes last. */
const isWorse = (row: Signature, other: Signature): boolean =>
  row.minor === other.minor ? rankOf(row.category) < rankOf(other.category) : other.minor === true;

/** The worst of several rows that speak of one step. */
export const worst = (rows: readonly Signature[]): Signature | undefined =>
  rows.reduce<Signature | undefined>(
    (best, row) => (best === undefined || isWorse(row, best) ? row : best),
    undefined,
  );
