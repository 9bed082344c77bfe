/** Second 0 of every test timeline. */
export const EPOCH = Date.parse('2026-01-01T00:00:00Z');

/** A time as Kubernetes writes it, in seconds after {@link EPOCH}. */
export function at(seconds: number): string {
  return `${new Date(EPOCH + seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** The same second as facts and the engine have it. */
export function millis(seconds: number): number {
  return EPOCH + seconds * 1000;
}
