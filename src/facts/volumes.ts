import { Reader, Strange } from './read.ts';
import { line } from './text.ts';

const CLAIM = 'persistentVolumeClaim';

/** The kind of each volume of a pod or template, and of those that a StatefulSet claims for its pods. */
export function volumeKinds(volumes: unknown, claims: readonly string[] = []): ReadonlyMap<string, string> {
  const list = new Reader({ volumes }, '', new Strange()).list('volumes');
  const named = list.map(
    (volume) => [volume.str('name'), line(volume.keys().find((key) => key !== 'name') ?? '', 63)] as const,
  );
  return new Map([...named, ...claims.map((name) => [name, CLAIM] as const)]);
}

/** The volumes that the pods of a StatefulSet have and its template does not name. */
export function claimTemplates(workload: Reader): readonly string[] {
  const templates = new Reader(workload.at('spec').whole, '', new Strange()).list('volumeClaimTemplates');
  return templates.map((claim) => claim.at('metadata').str('name'));
}
