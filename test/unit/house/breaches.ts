import { builtinModules } from 'node:module';
import { basename, dirname, join, normalize } from 'node:path/posix';
import { DATA, FORBIDDEN_NAMES, inside, KEPT, MOST_LINES, type Room, roomOf } from './rooms.ts';
import { readSource } from './source.ts';

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The data file with the version stands outside of src. */
const MANIFEST = '../package.json';

function allowed(room: Room, path: string, specifier: string): boolean {
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(path), specifier));
    return target === MANIFEST || [room.path, ...room.rooms].some((place) => inside(target, place));
  }
  if (specifier.startsWith('node:')) return room.builtins.includes('*') || room.builtins.includes(specifier);
  if (builtinModules.includes(specifier)) return false;
  // The composition root hands over what the rooms made; it needs no package of its own.
  return room.packages.includes(packageOf(specifier));
}

function nameBreaches(path: string): string[] {
  const words = path.split('/').map((part) => basename(part, '.ts').toLowerCase());
  return words
    .filter((word) => FORBIDDEN_NAMES.test(word))
    .map((word) => `${path}: nothing is called '${word}'`);
}

/** Everything in which one file below src breaks the rules of the house. */
export function breachesOf(path: string, text: string): string[] {
  const room = roomOf(path);
  if (room === undefined) return [`${path}: lies in no room`];
  const { imports, uses } = readSource(path, text);
  const lines = text.split('\n').length - 1;
  return [
    ...imports.filter((it) => !allowed(room, path, it)).map((it) => `${path}: may not import '${it}'`),
    ...uses
      .filter((use) =>
        KEPT.some((row) => row.uses.includes(use) && !row.places.some((place) => inside(path, place))),
      )
      .map((use) => `${path}: may not use ${use}`),
    ...nameBreaches(path),
    ...(lines > MOST_LINES && !DATA.some((place) => inside(path, place))
      ? [`${path}: ${lines} lines, at most ${MOST_LINES}`]
      : []),
  ];
}
