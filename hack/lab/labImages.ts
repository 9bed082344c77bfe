import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './binaries.ts';
import { attempt, run } from './command.ts';
import { staticBusybox } from './debian.ts';
import type { Image } from './image.ts';
import type { TarEntry } from './tar.ts';

/** The image most pods of the lab use: every applet of busybox. */
export const busyboxImage = 'lab/busybox:1';

/** The image of every pod's sandbox. */
export const pauseImage = 'lab/pause:1';

function busyboxFile(): string {
  const file = staticBusybox();
  if (file === undefined) throw new Error('there is no static busybox (Debian package busybox-static)');
  return file;
}

/** The files of a root file system with busybox, to build other images upon. */
export async function busyboxFiles(): Promise<readonly TarEntry[]> {
  const busybox = busyboxFile();
  const applets = (await run(busybox, ['--list']))
    .trim()
    .split('\n')
    .filter((applet) => applet !== 'busybox');
  return [
    ...['bin/', 'etc/', 'usr/', 'usr/bin/', 'lib/', 'lib64/', 'var/', 'root/', 'work/'].map((path) => ({
      path,
    })),
    { path: 'tmp/', mode: 0o1777 },
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' },
    { path: 'etc/group', content: 'root:x:0:\nnogroup:x:65534:\n' },
    { path: 'bin/busybox', content: readFileSync(busybox), mode: 0o755 },
    ...applets.map((applet) => ({ path: `bin/${applet}`, linkTo: 'busybox' })),
  ];
}

/** The busybox image. */
export async function busybox(): Promise<Image> {
  return { reference: busyboxImage, files: await busyboxFiles() };
}

async function compiledPause(folder: string): Promise<Buffer | undefined> {
  if (!onPath('gcc')) return undefined;
  const program = join(folder, 'pause');
  const source = join(import.meta.dirname, 'pause.c');
  const built = await attempt('gcc', ['-O2', '-static', '-s', '-o', program, source]);
  const content = built.code === 0 ? readFileSync(program) : undefined;
  rmSync(program, { force: true });
  return content;
}

// As process 1 a shell gets SIGTERM only with a trap; `wait` lets the trap run at once.
const pauseScript =
  '#!/bin/busybox sh\ntrap "exit 0" TERM INT\nwhile :; do busybox sleep 86400 & wait; done\n';

/** The pause image: compiled where there is a C compiler, else a busybox script. */
export async function pause(folder: string): Promise<Image> {
  const program = await compiledPause(folder);
  if (program !== undefined) {
    return {
      reference: pauseImage,
      files: [{ path: 'pause', content: program, mode: 0o755 }],
      entrypoint: ['/pause'],
    };
  }
  const script = { path: 'pause', content: pauseScript, mode: 0o755 };
  return { reference: pauseImage, files: [...(await busyboxFiles()), script], entrypoint: ['/pause'] };
}
