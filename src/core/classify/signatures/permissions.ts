import type { Signature } from '../signature.ts';

type Row = Omit<Signature, 'lock' | 'tool'> & { readonly tool?: string };
const row = (given: Row): Signature => ({ lock: 'None', tool: '', ...given });

/** Ownership, folders and clean-up on volumes. */
export const permissions: readonly Signature[] = [
  row({
    id: 'permissions.own',
    category: 'Permissions',
    match: {
      program: [
        'ensure_dir_exists',
        'configure_permissions_ownership',
        'chown',
        'chmod',
        'chgrp',
        'setfacl',
        'chcon',
        'restorecon',
        'umask',
        'chattr',
      ],
    },
    examples: ['chown -R 1000:1000 /data', 'find /data -exec chmod g+r {} +'],
    counterExamples: ['ls -la /data'],
    source: 'coreutils',
  }),
  row({
    id: 'permissions.folders',
    category: 'Permissions',
    match: {
      program: ['mkdir', 'touch', 'mkfifo', 'mktemp', 'truncate', 'fallocate', 'ln'],
      none: ['--version'],
    },
    examples: ['mkdir -p /data/a', 'touch /data/x'],
    counterExamples: ['ls /data'],
    source: 'coreutils',
  }),
  row({
    id: 'permissions.install',
    category: 'Permissions',
    match: { program: ['install'], any: ['-d*', '-D*', '--directory', '-m*', '-o*', '-g*', '-v*'] },
    examples: ['install -d -o 1000 /data/a'],
    counterExamples: ['/opt/cni/bin/install', 'make install'],
    source: 'coreutils; a program of that name without words is one of its own',
  }),
  row({
    id: 'permissions.clean',
    category: 'Permissions',
    confidence: 80,
    match: { program: ['rm', 'rmdir', 'unlink', 'shred'] },
    examples: ['rm -rf /data/lost+found', 'rm -f /data/app.pid'],
    counterExamples: ['docker image ls'],
    source: 'coreutils',
  }),
  row({
    id: 'permissions.clean-find',
    category: 'Permissions',
    confidence: 80,
    match: { program: ['find'], any: ['-delete'] },
    examples: ['find /data -name "*.pid" -delete'],
    counterExamples: ['find /data -name x'],
    source: 'findutils',
  }),
  row({
    id: 'permissions.btrfs',
    category: 'Permissions',
    confidence: 75,
    match: { program: ['btrfs', 'zfs', 'lvremove'], any: ['delete', 'destroy'] },
    examples: ['btrfs subvolume delete /data/v'],
    counterExamples: ['btrfs subvolume list /data'],
    source: 'https://btrfs.readthedocs.io/en/latest/btrfs-subvolume.html',
  }),
  row({
    id: 'permissions.tekton',
    category: 'Permissions',
    match: { program: ['workingdirinit'] },
    examples: [
      { command: ['/ko-app/workingdirinit', '/workspace/source/app'], mounts: ['/workspace emptyDir'] },
    ],
    counterExamples: [{ command: ['/ko-app/entrypoint', 'init'] }],
    source: 'tektoncd/pipeline cmd/workingdirinit: makes the working folders of the steps',
  }),
];
