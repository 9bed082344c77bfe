import type { Agenda } from './agenda.ts';
import type { ApiServer } from './apiServer.ts';
import type { Dice } from './dice.ts';
import type { Profile } from './profile.ts';
import type { Truth } from './truth.ts';

/** What everybody in a cluster shares. */
export interface World {
  readonly agenda: Agenda;
  readonly api: ApiServer;
  readonly dice: Dice;
  readonly truth: Truth;
  readonly profile: Profile;
  readonly sticky: boolean;
  /** The kubelets' writes bear the server's time (V8). */
  readonly dated: boolean;
  /** Once it is true no container starts any more, so that what is known can catch up with what is true. */
  closed: boolean;
}
