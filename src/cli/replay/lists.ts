import { type Millis, type Version, versionOf } from '../../core/model/refs.ts';
import { isFields } from '../fields.ts';
import type { Entry } from './records.ts';

/** Creation times have whole seconds. */
const SECOND: Millis = 1000;

/**
 * Tells of the lines of one recording which of them a list must have shown, since a watch would not: what was created before
 * the recording began, what comes in the order of names rather than of versions, what is there already.
 */
export class Lists {
  /** Undefined before the first line with a time. */
  #began: Millis | undefined;
  /** So far all lines may have come from a list. */
  #leading = true;
  /** No list comes after it. */
  #complete = false;
  readonly #newest = new Map<string, Version>();
  readonly #present = new Map<string, string>();

  /** All kinds have been listed. */
  end(): void {
    this.#complete = true;
  }

  /** Takes the next line. @param at NaN where the recording does not tell when it was received */
  isListed({ type, object, listed }: Entry, at: Millis): boolean {
    const metadata = isFields(object['metadata']) ? object['metadata'] : {};
    if (!Number.isNaN(at)) this.#began ??= at;
    this.#leading &&= listed || type === 'ADDED';
    const again = this.#isAgain(
      type,
      String(metadata['uid']),
      `${String(metadata['resourceVersion'])} ${at}`,
    );
    const unordered = this.#isUnordered(String(object['kind']), String(metadata['resourceVersion']));
    if (listed) return true;
    if (this.#complete || type !== 'ADDED') return false;
    if (Number.isNaN(at)) return this.#leading;
    const old = Date.parse(String(metadata['creationTimestamp'])) + SECOND <= (this.#began ?? at);
    return old || again || unordered;
  }

  /** A watch adds what was not there; the same line twice is one. */
  #isAgain(type: string, key: string, version: string): boolean {
    const known = this.#present.get(key);
    if (type === 'DELETED') this.#present.delete(key);
    else this.#present.set(key, version);
    return known !== undefined && known !== version;
  }

  /** A watch tells of one kind in the order of versions. */
  #isUnordered(kind: string, resourceVersion: string): boolean {
    const [version, newest] = [versionOf(resourceVersion) ?? 0, this.#newest.get(kind) ?? 0];
    this.#newest.set(kind, Math.max(version, newest));
    return version < newest;
  }
}
