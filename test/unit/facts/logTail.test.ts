import { expect } from 'chai';
import { logTail } from '../../../src/facts/logTail.ts';

describe('the end of a log', () => {
  const end = '-----END RSA PRIVATE KEY-----';

  it('keeps nothing of a private key that was cut before it came', () => {
    expect(logTail(`MIIEowIBAAKC\nq83vASNF\n${end}\nconnection refused`)).to.equal('***\nconnection refused');
  });

  it('keeps nothing of a whole one', () => {
    const whole = `starting\n-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKC\n${end}`;
    expect(logTail(whole)).to.include('starting').and.not.include('MIIE');
  });

  it('keeps what holds no key', () => {
    expect(logTail('relation "users" already exists')).to.equal('relation "users" already exists');
  });
});
