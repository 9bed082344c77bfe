/*
 * A finding is at most 16 KiB as stored, managedFields and metadata included: names may be long, so
 * lists and the ledger take the room that is there.
 */

/** For the status as JSON; the rest is for the server and for who and whose the object is. */
const STATUS_BYTES = 12_000;
const LEDGER_BYTES = { least: 1024, most: 8192 };
/** For one list of runs: ten, where names are of usual length. */
const LIST_BYTES = 3600;

/** The first items that find room, one at least. */
export function fitting<T>(items: readonly T[]): readonly T[] {
  let room = LIST_BYTES;
  const refused = items.findIndex((item, index) => {
    room -= bytesOf(item);
    return room < 0 && index > 0;
  });
  return refused < 0 ? items : items.slice(0, refused);
}

/** How long the ledger of a finding may be, beside everything else in its status. */
export function ledgerRoom(status: object): number {
  const room = STATUS_BYTES - bytesOf(status);
  return Math.max(LEDGER_BYTES.least, Math.min(LEDGER_BYTES.most, room));
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
