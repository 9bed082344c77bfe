import type { Json } from './object.ts';

/** A container as it stands in a spec, without its name. */
export type ContainerInput = Json;

/** Changes a database, takes no lock. */
export const ALEMBIC: ContainerInput = { image: 'shop/api:1', command: ['alembic', 'upgrade', 'head'] };
/** Changes a database under a lock. */
export const PRISMA: ContainerInput = {
  image: 'shop/web:1',
  command: ['npx', 'prisma', 'migrate', 'deploy'],
};
/** Harmless. */
export const WAIT: ContainerInput = {
  image: 'busybox:1.36',
  command: ['sh', '-c', 'until nc -z db 5432; do sleep 1; done'],
};
/** Harmless. */
export const CHOWN: ContainerInput = {
  image: 'busybox:1.36',
  command: ['chown', '-R', '1000:1000', '/data'],
};

/** What an init container is when a test does not care: named `migrate` it migrates, else it waits. */
export function defaultContainer(name: string): ContainerInput {
  return name === 'migrate' ? ALEMBIC : WAIT;
}

export const MAIN: Json = { name: 'main', image: 'shop/api:1' };
