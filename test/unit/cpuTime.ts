/** Milliseconds of this process's own work: what else runs on the machine does not count. */
export function cpuMillis(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
