import type { Category, Severity } from './names.ts';

/** Why the classifier thinks so: the rule, the field it read, and the redacted text that matched (at most 160 characters). */
export interface Evidence {
  readonly rule: string;
  readonly field: string;
  readonly excerpt: string;
}

/** How a tool behaves when two of it run at once: it takes a lock, takes none, or we do not know. */
export const LOCKS = ['Locks', 'None', 'Unknown'] as const;
export type Lock = (typeof LOCKS)[number];

/** What one init container does, told from its spec alone. */
export interface Verdict {
  readonly category: Category;
  readonly severity: Severity;
  /** A further run can change something outside of the pod's own file systems. */
  readonly sideEffecting: boolean;
  /** e.g. `alembic`; '' when no tool was recognised. */
  readonly tool: string;
  readonly lock: Lock;
  /** 0–100. */
  readonly confidencePercent: number;
  readonly evidence: readonly Evidence[];
  /** One sentence: what this init container confesses. */
  readonly confession: string;
  /** One sentence: what to do instead. */
  readonly remedy: string;
}
