import { expect } from 'chai';
import { containerSpec } from '../../../src/facts/container.ts';
import { bareImage, canonical } from '../../../src/facts/fingerprint.ts';

const BASE = {
  name: 'migrate',
  image: 'shop/api:1',
  command: ['alembic', 'upgrade'],
  args: ['head'],
  env: [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  ],
};

const SAME_WORK: Readonly<Record<string, object>> = {
  'another registry': { image: 'registry.example:5000/shop/api:1' },
  'a digest': { image: 'shop/api:1@sha256:00' },
  'another name': { name: 'other' },
  'another value': { env: [{ name: 'A', value: '2' }, BASE.env[1]] },
  'another order of variables': { env: [BASE.env[1], BASE.env[0]] },
  'other resources': { resources: { limits: { cpu: '1' } } },
};

const OTHER_WORK: Readonly<Record<string, object>> = {
  'another tag': { image: 'shop/api:2' },
  'another command': { command: ['alembic', 'downgrade'] },
  'another argument': { args: ['head', '--sql'] },
  'an argument cut in two': { args: ['he', 'ad'] },
  'an argument that was command': { command: ['alembic'], args: ['upgrade', 'head'] },
  'another variable': { env: [...BASE.env, { name: 'C', value: '' }] },
  'another reference': {
    env: [BASE.env[0], { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'x' } } }],
  },
  'a secret as environment': { envFrom: [{ secretRef: { name: 's' } }] },
};

const IMAGES: readonly (readonly [string, string])[] = [
  ['busybox', 'busybox'],
  ['busybox:1.36', 'busybox:1.36'],
  ['docker.io/library/busybox:1', 'busybox:1'],
  ['library/busybox', 'busybox'],
  ['localhost/app:1', 'app:1'],
  ['localhost:5000/app', 'app'],
  ['ghcr.io/a/b/c:1@sha256:ab', 'a/b/c:1'],
  ['a/b', 'a/b'],
  ['app.v2:1', 'app.v2:1'],
  ['', ''],
];

describe('the fingerprint of a work (R31)', () => {
  const work = containerSpec(BASE).work;

  it('is 16 hex digits', () => expect(work).to.match(/^[0-9a-f]{16}$/));

  for (const [what, change] of Object.entries(SAME_WORK)) {
    it(`is the same for ${what}`, () => expect(containerSpec({ ...BASE, ...change }).work).to.equal(work));
  }

  for (const [what, change] of Object.entries(OTHER_WORK)) {
    it(`differs for ${what}`, () => expect(containerSpec({ ...BASE, ...change }).work).to.not.equal(work));
  }

  it('is taken of the whole text, also where the spec is cut', () => {
    const long = 'x'.repeat(40_000);
    const [a, b] = [
      containerSpec({ ...BASE, args: [`${long}a`] }),
      containerSpec({ ...BASE, args: [`${long}b`] }),
    ];
    expect(a.args).to.deep.equal(b.args);
    expect(a.work).to.not.equal(b.work);
  });

  for (const [image, bare] of IMAGES) {
    it(`takes ${image || 'no image'} as ${bare || 'no image'}`, () =>
      expect(bareImage(image)).to.equal(bare));
  }
});

describe('canonical JSON', () => {
  it('does not depend on the order of keys', () => {
    expect(canonical({ b: [1, { d: null, c: 'x' }], a: true })).to.equal(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
    expect(canonical({ a: true, b: [1, { c: 'x', d: null }] })).to.equal(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
  });

  it('ends, however deep the value is', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(canonical(deep)).to.have.length.below(200);
  });
});
