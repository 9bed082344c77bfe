/** R44: versions of one kind compare as numbers; what is no number is only equal or not. */
export function reached(seen: string, version: string): boolean {
  if (seen === version) return true;
  const digits = /^\d{1,39}$/;
  return digits.test(seen) && digits.test(version) && BigInt(seen) >= BigInt(version);
}
