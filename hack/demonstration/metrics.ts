/** The lines of /metrics that match. */
export async function metricLines(operator: string, pattern: RegExp): Promise<readonly string[]> {
  const answer = await fetch(`${operator}/metrics`);
  return (await answer.text()).split('\n').filter((line) => pattern.test(line));
}
