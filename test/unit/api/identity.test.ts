import { expect } from 'chai';
import fc from 'fast-check';
import { findingLabels, findingName, labelValue } from '../../../src/core/tell/identity.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

describe('the name of a finding', () => {
  it('is workload, container and 8 hex of what they really are', () => {
    expect(findingName('web', 'migrate', 'uid-1')).to.match(/^web-migrate-[0-9a-f]{8}$/);
  });

  it('differs for a new workload of the same name', () => {
    expect(findingName('web', 'migrate', 'uid-1')).not.to.equal(findingName('web', 'migrate', 'uid-2'));
  });

  it('is the same at any time', () => {
    expect(findingName('web', 'migrate', 'uid-1')).to.equal('web-migrate-d98a8324');
  });

  it('cuts the workload to 180', () => {
    expect(findingName('w'.repeat(253), 'c'.repeat(63), 'u')).to.have.length(180 + 1 + 63 + 1 + 8);
  });

  it('does not end a part with a dot where it was cut', () => {
    expect(findingName(`${'w'.repeat(179)}.example`, 'migrate', 'u')).to.match(SUBDOMAIN);
  });

  it('is valid whatever the parts are', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 63 }), (workload, container) => {
        const name = findingName(workload, container, 'u');
        expect(name).to.match(SUBDOMAIN);
        expect(name.length).to.be.at.most(253);
      }),
    );
  });
});

describe('the labels of a finding', () => {
  it('say whose it is', () => {
    expect(findingLabels({ kind: 'Deployment', name: 'web' }, 'migrate', 'Migration')).to.deep.equal({
      'confessor.dev/workload-kind': 'Deployment',
      'confessor.dev/workload': 'web',
      'confessor.dev/container': 'migrate',
      'confessor.dev/category': 'Migration',
    });
  });

  it('keep 63 characters and cut 64 to 54, a dash and 8 hex', () => {
    expect(labelValue('a'.repeat(63))).to.equal('a'.repeat(63));
    expect(labelValue('a'.repeat(64))).to.match(/^a{54}-[0-9a-f]{8}$/);
  });

  it('tell long names apart', () => {
    expect(labelValue(`${'a'.repeat(80)}1`)).not.to.equal(labelValue(`${'a'.repeat(80)}2`));
  });

  it('are valid whatever the text is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.stringMatching(/^[-._a]{0,80}$/)), (text) => {
        expect(labelValue(text)).to.match(LABEL);
        expect(labelValue(text).length).to.be.at.most(63);
      }),
    );
  });
});
