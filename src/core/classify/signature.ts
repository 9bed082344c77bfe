import type { Category } from '../model/names.ts';
import type { Lock } from '../model/verdict.ts';
import type { Facet } from './facets.ts';

/** What must hold for a row to match; every part that is given must. */
export interface Match {
  /** Names of the program, e.g. `alembic`; patterns of {@link import('./words.ts').matchesAny}. */
  readonly program?: readonly string[];
  /** Words after the program, in this order; options and values may stand between. `a|b`, `x*`, `*x`, `x*y`. */
  readonly words?: readonly string[];
  /** At least one of these words. */
  readonly any?: readonly string[];
  /** None of these words: the verb decides. */
  readonly none?: readonly string[];
  /** Words that turn what the row speaks of into a question about it: then it is a check. */
  readonly asks?: readonly string[];
  /** What the step was seen to do, whatever its program. */
  readonly facet?: Facet;
  /** Words of a name (script, sub-command, image or container), for programs that are not known. */
  readonly name?: readonly string[];
  /** All of these words of a name. */
  readonly names?: readonly string[];
  /** None of these words in the name. */
  readonly notNamed?: readonly string[];
  /** Names of images, without registry and tag. */
  readonly image?: readonly string[];
  /** At least one environment variable's name. */
  readonly env?: readonly string[];
  /** At least one mounted path. */
  readonly mount?: readonly string[];
  /** Runs privileged or with a capability that reaches the node; `network`: it may change the network of its pod. */
  readonly node?: true | 'network';
}

/** A container that shows what a row means: a shell script, or a spec. */
export type Example =
  | string
  | {
      readonly name?: string;
      readonly image?: string;
      readonly command?: readonly string[];
      readonly args?: readonly string[];
      readonly env?: readonly string[];
      /** Path, and kind of volume after a blank: `/etc/app configMap`. */
      readonly mounts?: readonly string[];
      readonly privileged?: boolean;
      readonly capabilities?: readonly string[];
    };

/** One row of the catalogue. */
export interface Signature {
  /** `migration.alembic`: stable, shown as evidence. */
  readonly id: string;
  readonly category: Category;
  /** '' for rows that know no tool. */
  readonly tool: string;
  readonly lock: Lock;
  /** Only where it is not what the category implies. */
  readonly sideEffecting?: boolean;
  /** Percent, where it is not the default of its kind. */
  readonly confidence?: number;
  /** Counts only when the container does nothing else, e.g. installing a client. */
  readonly minor?: true;
  readonly match: Match;
  readonly examples: readonly Example[];
  readonly counterExamples: readonly Example[];
  /** Where the knowledge comes from. */
  readonly source: string;
}

/** What the ids of rows begin with that users write into their settings: no row of ours ever does. */
export const OWN_PREFIX = 'user.';

/** Did a user write this row? */
export const isOwn = ({ id }: Signature): boolean => id.startsWith(OWN_PREFIX);

/** A row of a migration tool: also how two runs of it meet, and what one leaves that was killed. */
export interface MigrationSignature extends Signature {
  readonly category: 'Migration';
  /** What holds the second run up; of every tool that takes a lock, and of no other. */
  readonly lockKind?: string;
  /** What remains after a kill in mid-run: a short sentence, or that it is not documented. */
  readonly afterKill: string;
  /** What a run prints that meets another one, `…` for what varies; none where it waits or nothing is documented. */
  readonly losers: readonly string[];
}
