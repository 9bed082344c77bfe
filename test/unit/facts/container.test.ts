import { expect } from 'chai';
import { containerSpec } from '../../../src/facts/container.ts';
import { podFactOf } from '../../build/observation.ts';
import { pod } from '../../build/pod.ts';

const VOLUMES = [
  { name: 'conf', configMap: { name: 'c' } },
  { name: 'keys', secret: { secretName: 's' } },
  { name: 'host', hostPath: { path: '/x' } },
];

describe('the spec of a container', () => {
  it('holds what the classifier reads', () => {
    const spec = containerSpec(
      {
        name: 'migrate',
        image: 'ghcr.io/shop/api:1',
        command: ['alembic'],
        args: ['upgrade', 'head'],
        workingDir: '/app',
        env: [
          { name: 'A', value: 'x' },
          { name: 'B' },
          { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
          { name: 'D', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
          { name: 'E', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'F', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        ],
        envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name: 's' } }],
        volumeMounts: [
          { name: 'conf', mountPath: '/conf', readOnly: true },
          { name: 'keys', mountPath: '/keys' },
          { name: 'host', mountPath: '/host' },
          { name: 'gone', mountPath: '/gone' },
        ],
        securityContext: { privileged: true, runAsUser: 0, capabilities: { add: ['NET_ADMIN'] } },
      },
      VOLUMES,
    );
    const { work, databaseWork, ...rest } = spec;
    expect(work).to.have.length(16);
    expect(databaseWork).to.equal(undefined);
    expect(rest).to.deep.equal({
      name: 'migrate',
      image: 'ghcr.io/shop/api:1',
      command: ['alembic'],
      args: ['upgrade', 'head'],
      workingDir: '/app',
      env: [
        { name: 'A', value: 'x' },
        { name: 'B', value: '' },
        { name: 'C', ref: 'secret/s/k' },
        { name: 'D', ref: 'configMap/c/k' },
        { name: 'E', ref: 'field/metadata.name' },
        { name: 'F', ref: 'resource/limits.cpu' },
      ],
      envFrom: ['configMap/c', 'secret/s'],
      mounts: [
        { name: 'conf', path: '/conf', readOnly: true, volume: 'configMap' },
        { name: 'keys', path: '/keys', readOnly: false, volume: 'secret' },
        { name: 'host', path: '/host', readOnly: false, volume: 'hostPath' },
        { name: 'gone', path: '/gone', readOnly: false, volume: '' },
      ],
      privileged: true,
      capabilities: ['NET_ADMIN'],
      truncated: false,
      sidecar: false,
      restartPolicy: '',
    });
  });

  it('takes only restartPolicy Always for a sidecar (R8)', () => {
    const sidecar = (restartPolicy: unknown): boolean => containerSpec({ name: 'a', restartPolicy }).sidecar;
    expect(['Always', 'OnFailure', 'Never', undefined, ['Always']].map(sidecar)).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('leaves the image as it is written', () => {
    expect(containerSpec({ image: 'busybox' }).image).to.equal('busybox');
  });

  for (const [what, container] of [
    ['one huge argument', { args: ['x'.repeat(262_144)] }],
    ['very many arguments', { command: Array.from({ length: 9000 }, () => 'xxxxx') }],
    ['arguments without a character', { args: Array.from({ length: 1_000_000 }, () => '') }],
    ['very many variables', { env: Array.from({ length: 9000 }, (_, i) => ({ name: `V${i}`, value: 'x' })) }],
    [
      'very many mounts',
      { volumeMounts: Array.from({ length: 9000 }, (_, i) => ({ name: `v${i}`, mountPath: '/x' })) },
    ],
  ] as const) {
    it(`is cut, and says so, for ${what}`, () => {
      const spec = containerSpec(container);
      const words = [...spec.command, ...spec.args].join('\n').length;
      const variables = spec.env.map((one) => one.name + (one.value ?? '')).join('').length;
      expect(spec.truncated).to.equal(true);
      expect(words).to.be.at.most(32 * 1024 + 1);
      expect(variables).to.be.at.most(32 * 1024);
    });
  }

  it('caps the value of a variable at 256 characters', () => {
    expect(containerSpec({ env: [{ name: 'A', value: 'x'.repeat(1000) }] }).env[0]?.value).to.have.length(
      256,
    );
  });

  it('hides a secret that stands where the text is cut', () => {
    const secret = 'Tr0ub4dor-and-3';
    const pad = 'x'.repeat(32 * 1024 - 20);
    const spec = containerSpec({ args: [`${pad} postgres://me:${secret}@db`] });
    expect(spec.args.join('')).to.not.include('Tr0');
  });
});

describe('one spec for many pods', () => {
  const spec = (token: string, volume: object = { projected: {} }) => {
    const name = `kube-api-access-${token}`;
    const mount = { name, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
    const container = { image: 'a:1', volumeMounts: [mount] };
    return podFactOf(
      pod(token)
        .init('migrate', undefined, container)
        .volumes({ name, ...volume }),
    ).init[0]?.spec;
  };

  it('is shared by the pods of one template, although their token volumes have random names', () => {
    expect(spec('7x2kq')).to.equal(spec('b9d4z'));
    expect(spec('7x2kq')?.mounts[0]).to.include({ name: 'kube-api-access', volume: 'projected' });
  });

  it('is not shared where anything differs', () => {
    expect(spec('7x2kq', { hostPath: {} })).to.not.equal(spec('7x2kq'));
    expect(containerSpec({ name: 'a', args: ['1'] })).to.not.equal(containerSpec({ name: 'a', args: ['2'] }));
  });
});
