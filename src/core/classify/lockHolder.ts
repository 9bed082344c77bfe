/** Liquibase: `Currently locked by HOST#DESCRIPTION (IP) since …`; it writes UNKNOWN where the row was gone again. */
const LOCKED_BY = /currently locked by ([\w.-]{1,253})/i;

/** The host that a failure for a lock names as its holder; in a pod that is the name of the pod. */
export function lockHolder(message: string): string | undefined {
  const host = LOCKED_BY.exec(message)?.[1];
  return host === 'UNKNOWN' ? undefined : host;
}
