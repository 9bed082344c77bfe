import type { ContainerSpec } from './facts.ts';
import { workId } from './refs.ts';

/** A container of which nothing is known: an init container that only a stored finding tells of, or an example's rest. */
export const EMPTY_SPEC: ContainerSpec = {
  name: '',
  image: '',
  command: [],
  args: [],
  workingDir: '',
  env: [],
  envFrom: [],
  mounts: [],
  privileged: false,
  capabilities: [],
  truncated: false,
  sidecar: false,
  restartPolicy: '',
  work: workId(''),
  databaseWork: undefined,
};
