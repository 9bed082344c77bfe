import { createHash } from 'node:crypto';
import { type TarEntry, tar } from './tar.ts';

/** A container image of one layer. */
export interface Image {
  /** As pods name it, for example `lab/tool:1`. Pods use it with `imagePullPolicy: Never`. */
  readonly reference: string;
  readonly files: readonly TarEntry[];
  readonly entrypoint?: readonly string[];
  readonly env?: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

function configOf(image: Image, layer: Buffer): string {
  return JSON.stringify({
    architecture: architectures[process.arch] ?? process.arch,
    os: 'linux',
    config: {
      Env: image.env ?? ['PATH=/bin:/usr/bin:/sbin:/usr/sbin'],
      ...(image.entrypoint === undefined ? {} : { Entrypoint: image.entrypoint }),
      ...(image.user === undefined ? {} : { User: image.user }),
      WorkingDir: image.workingDir ?? '/',
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(layer).digest('hex')}`] },
  });
}

/** The image as a docker-archive, which `ctr images import` and others read. */
export function imageArchive(image: Image): Buffer {
  const layer = tar(image.files);
  const full = image.reference.split('/').length > 2 ? image.reference : `docker.io/${image.reference}`;
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: [full], Layers: ['layer.tar'] }]);
  return tar([
    { path: 'config.json', content: configOf(image, layer) },
    { path: 'layer.tar', content: layer },
    { path: 'manifest.json', content: manifest },
  ]);
}
