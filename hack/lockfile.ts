import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/*
 * Completes package-lock.json after `npm install`: registries that do not carry the builds for other platforms make npm leave
 * their optional packages out, and `npm ci` then refuses the file everywhere. Only what their names say is added.
 */

const entrySchema = z.looseObject({
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

const lockSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) });

const PLATFORMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'x64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
];
const FILE = new URL('../package-lock.json', import.meta.url);

function pick(name: string, words: readonly string[]): string[] {
  const parts = name.split(/[/-]/);
  return words.filter((word) => parts.includes(word));
}

function platformEntry(name: string, version: string, dev: boolean): object {
  const [os, cpu] = [pick(name, PLATFORMS), pick(name, PROCESSORS)];
  return {
    version,
    ...(cpu.length === 0 ? {} : { cpu }),
    ...(dev ? { dev } : {}),
    optional: true,
    ...(os.length === 0 ? {} : { os }),
  };
}

const text = readFileSync(FILE, 'utf8');
const lock = lockSchema.parse(JSON.parse(text));
// Written back from what was read, so that no key changes its place.
const whole = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
const packages = z.record(z.string(), z.unknown()).parse(whole['packages']);
let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (packages[place] !== undefined) continue;
    packages[place] = platformEntry(name, version, entry.dev === true);
    added += 1;
  }
}
const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify({ ...whole, packages: sorted }, undefined, 2)}\n`);
console.log(`package-lock.json: ${added} packages for other platforms added`);
