import type { ContainerSpec } from '../model/facts.ts';
import { workId } from '../model/refs.ts';

/** An init container that only a stored finding tells of. */
export function nothingKnown(name: string): ContainerSpec {
  return {
    name,
    image: '',
    command: [],
    args: [],
    workingDir: '',
    env: [],
    envFrom: [],
    mounts: [],
    privileged: false,
    runAsRoot: false,
    capabilities: [],
    truncated: false,
    sidecar: false,
    restartPolicy: '',
    work: workId(''),
    databaseWork: undefined,
  };
}
