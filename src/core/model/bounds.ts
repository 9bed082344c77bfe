/**
 * Caps on what a finding may hold: the CRD refuses more, so the core never makes more. Lengths are in
 * characters; list caps in items.
 */
export const BOUNDS = {
  recentRuns: 10,
  racePods: 5,
  raceRuns: 10,
  evidence: 5,
  ledger: 8192,
  /** Names of pods, nodes and workloads (RFC 1123 subdomain). */
  name: 253,
  /** Names of containers, kinds and revisions, UIDs (RFC 1123 label). */
  word: 63,
  /** confession, remedy, message and the message of a condition. */
  sentence: 1024,
  excerpt: 160,
  field: 256,
  acceptReason: 512,
  conditionReason: 128,
} as const;
