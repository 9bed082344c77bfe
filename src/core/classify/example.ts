import { EMPTY_SPEC } from '../model/emptySpec.ts';
import type { ContainerSpec } from '../model/facts.ts';
import type { Example } from './signature.ts';

/** The container that an example of a signature row stands for. */
export function exampleSpec(example: Example): ContainerSpec {
  const given = typeof example === 'string' ? { command: ['sh', '-c', example] } : example;
  return {
    ...EMPTY_SPEC,
    name: given.name ?? 'init',
    image: given.image ?? 'registry.example/app:1',
    command: given.command ?? [],
    args: given.args ?? [],
    env: (given.env ?? []).map((name) => ({ name })),
    mounts: (given.mounts ?? ['/data emptyDir', '/config configMap']).map((text) => {
      const [path = '', volume = ''] = text.split(' ');
      return {
        name: path.slice(path.lastIndexOf('/') + 1),
        path,
        readOnly: volume === 'configMap' || volume === 'secret',
        volume,
      };
    }),
    privileged: given.privileged ?? false,
    capabilities: given.capabilities ?? [],
  };
}
