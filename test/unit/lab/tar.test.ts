import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { imageArchive } from '../../../hack/lab/image.ts';
import { tar } from '../../../hack/lab/tar.ts';

const list = (archive: Buffer) =>
  execFileSync('tar', ['--list', '--verbose', '--file=-'], { input: archive }).toString().trim().split('\n');
const extract = (archive: Buffer, path: string) =>
  execFileSync('tar', ['--extract', '--to-stdout', '--file=-', path], { input: archive }).toString();

describe('tar', () => {
  const archive = tar([
    { path: 'etc/' },
    { path: 'etc/greeting', content: 'x'.repeat(513) },
    { path: 'bin', linkTo: 'usr/bin' },
    { path: 'run', content: '#!/bin/sh\n', mode: 0o755 },
  ]);

  it('is read by the real tar: folders, files, links, modes', () => {
    const lines = list(archive);
    expect(lines.map((line) => line.slice(0, 10))).to.deep.equal([
      'drwxr-xr-x',
      '-rw-r--r--',
      'lrw-r--r--',
      '-rwxr-xr-x',
    ]);
    expect(lines[2]).to.contain('bin -> usr/bin');
  });

  it('keeps contents that do not end at a block', () => {
    expect(extract(archive, 'etc/greeting')).to.equal('x'.repeat(513));
  });

  it('refuses a path it cannot hold', () => {
    expect(() => tar([{ path: 'x'.repeat(101) }])).to.throw('too long');
  });
});

describe('imageArchive', () => {
  it('names the image, its config and its one layer', () => {
    const archive = imageArchive({ reference: 'lab/tool:1', files: [{ path: 'tool', content: 'x' }] });
    expect(JSON.parse(extract(archive, 'manifest.json'))).to.deep.equal([
      { Config: 'config.json', RepoTags: ['docker.io/lab/tool:1'], Layers: ['layer.tar'] },
    ]);
  });

  it('is the same bytes for the same files', () => {
    const image = { reference: 'lab/tool:1', files: [{ path: 'tool', content: 'x' }] };
    expect(imageArchive(image).equals(imageArchive(image))).to.equal(true);
  });
});
