/**
 * What follows an option: the secret itself, `user:secret`, `user%secret`, `user,secret`, a `Name: value` header, or
 * `name=secret`. `setting` is a `name=value` whose name decides; after `name` the value is the word after the next.
 */
export type Follows = 'secret' | 'pair' | 'percent' | 'comma' | 'header' | 'assignment' | 'setting' | 'name';

/** Secrets that stand without an option. */
export interface SecretPlace {
  /** The word before them, with the one before that: `alias set`. */
  readonly after: RegExp;
  /** Plain words between that tell nothing, e.g. the name of the user. What then comes to the end of the command is hidden. */
  readonly skip: number;
}

/** A program of which some options hold secrets that their names do not tell. */
export interface SecretRow {
  readonly program: RegExp;
  readonly options: Readonly<Record<string, Follows>>;
  /** Options whose value may stand in the same word: `-pSECRET`. */
  readonly attached?: readonly string[];
  /** Single letters without a value, that may stand before such an option in one word: `-sSu`. */
  readonly switches?: string;
  /** The value never stands in the next word: what follows is something else. */
  readonly onlyAttached?: true;
  /** Plain words after which every `name=value` is secret. */
  readonly stores?: RegExp;
  /** The options mean this only once such a plain word was met: `-p` of `docker login`, not of `docker run`. */
  readonly when?: RegExp;
  readonly places?: readonly SecretPlace[];
  /** A plain word that holds a secret: what stands before it and the secret are the groups. */
  readonly word?: RegExp;
  /** Argument vectors; `SECRET` is what must not be seen. */
  readonly examples: readonly (readonly string[])[];
}

/** Options that mean the same for whichever program. */
export const ANY_PROGRAM: Readonly<Record<string, Follows>> = {
  '-u': 'pair',
  '--user': 'pair',
  '--proxy-user': 'pair',
  '--creds': 'secret',
  '-H': 'header',
  '--header': 'header',
  '--from-literal': 'assignment',
};
