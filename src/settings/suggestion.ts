/** `: did you mean X?` when a known name is near, else where to look. */
export function suggestion(given: string, known: readonly string[]): string {
  const [nearest] = nearestNames(given, known);
  if (nearest === undefined) return ': remove it; docs/settings.md lists all there are';
  return `: did you mean '${nearest}'?`;
}

/** Names that may have been meant, the nearest first. */
export function nearestNames(given: string, known: readonly string[]): readonly string[] {
  // Half of the letters must be right: a word that has hardly one in common is no slip of the finger.
  const most = Math.min(4, given.length / 2 - 1);
  return known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase().slice(0, 64), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
}

/** Levenshtein's: how many letters to add, drop or change. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
