/** `: did you mean X?` when a known name is near, else where to look. */
export function suggestion(given: string, known: readonly string[]): string {
  const nearest = known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase().slice(0, 64), name.toLowerCase()) }))
    .reduce<{ name: string; distance: number } | undefined>(
      (best, one) => (best && best.distance <= one.distance ? best : one),
      undefined,
    );
  // Half of the letters must be right: a word that has hardly one in common is no slip of the finger.
  if (nearest === undefined || nearest.distance > Math.min(4, given.length / 2 - 1))
    return ': remove it; docs/settings.md lists all there are';
  return `: did you mean '${nearest.name}'?`;
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
