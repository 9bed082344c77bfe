import { expect } from 'chai';
import { type Copy, copyOf } from '../../../src/core/classify/copies.ts';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { readCommand } from '../../../src/core/classify/read.ts';

const MOUNTS = ['/shared emptyDir', '/config configMap', '/node/cni/bin hostPath'];

function copies(command: string): readonly (Copy | undefined)[] {
  const spec = exampleSpec({ command: ['sh', '-c', command], mounts: MOUNTS });
  return readCommand(spec).steps.map((step) => copyOf(step, spec));
}

/** One copy each, however its target is spelled. */
const SPELLINGS: readonly (readonly [copy: Copy, ...commands: readonly string[]])[] = [
  [
    'copy.node',
    'cp /app/bridge /node/cni/bin',
    'cp -t /node/cni/bin /app/bridge',
    'cp -t/node/cni/bin /app/bridge',
    'cp /app/bridge -ft /node/cni/bin',
    'cp --target-directory /node/cni/bin /app/bridge',
    'cp --target-directory=/node/cni/bin /app/bridge',
    'install -m 755 -t /node/cni/bin /app/bridge',
    'tar -xzf /app/cni.tgz -C /node/cni/bin',
    'tar -xzf /app/cni.tgz -C/node/cni/bin',
    'tar -xzf /app/cni.tgz --directory=/node/cni/bin',
    'tar -xzC /node/cni/bin -f /app/cni.tgz',
    'unzip /app/cni.zip -d /node/cni/bin',
    'unzip -od /node/cni/bin /app/cni.zip',
  ],
  ['copy.config', 'cp /etc/app.conf /shared', 'cp -rt/shared /etc/app.conf', 'cp -t /shared /etc/app.conf'],
  ['copy.config', 'cp -f /certs/* /shared', 'cp /mnt/sscsi/a.jwt /shared', 'cp -r /secrets/. /shared'],
  ['copy.image', 'cp /tls/bin/tool /shared', 'cp -r /opt/app/certs /shared', 'cp /secretsauce/a /shared'],
  ['copy.image', 'rsync -avt /app/html /shared', 'cp -rT /app/html /shared'],
];

describe('the target of a copy', () => {
  for (const [copy, ...commands] of SPELLINGS)
    for (const command of commands)
      it(`${command}: ${copy}`, () => expect(copies(command)).to.deep.equal([copy]));
});
