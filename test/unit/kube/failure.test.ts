import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  failureOfCredentials,
  failureOfError,
  failureOfStatus,
  type KubeFailure,
  parseStatus,
} from '../../../src/kube/transport/failure.ts';
import { loadKubeConfig } from '../../../src/kube/transport/source.ts';

function coded(code: string, message = 'it failed'): Error {
  return Object.assign(new Error(message), { code });
}

describe('a kubeconfig that cannot be used', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'confessor-failure-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function failureOf(text: string | undefined, context?: string): KubeFailure {
    const path = join(folder, 'config');
    if (text !== undefined) writeFileSync(path, text);
    try {
      loadKubeConfig({ kind: 'file', path, ...(context === undefined ? {} : { context }) });
    } catch (error) {
      return failureOfCredentials('GET /version', error);
    }
    throw new Error('it could be used');
  }

  const CASES: readonly (readonly [string, string | undefined, RegExp, RegExp])[] = [
    ['that is not there', undefined, /^the kubeconfig .* cannot be read: ENOENT/, /^name a kubeconfig/],
    [
      'that is no YAML',
      'token: hunter2\na: [\n',
      /^the kubeconfig .* cannot be read: /,
      /^name a kubeconfig/,
    ],
    [
      'without the context',
      'clusters: []\n',
      /^the kubeconfig .* has no context nope$/,
      /^kubectl config get/,
    ],
  ];
  for (const [name, text, what, cure] of CASES) {
    it(`${name} is told with its own cure, without a request that was never made or a line of it`, () => {
      const failure = failureOf(text, 'nope');
      expect(failure.kind).to.equal('credentials');
      expect(failure.what).to.match(what).and.not.include('hunter2');
      expect(failure.cure).to.match(cure);
    });
  }
});

describe('failures of requests', () => {
  const CODES: readonly (readonly [string, string, RegExp])[] = [
    ['ECONNREFUSED', 'unreachable', /server is up/],
    ['ENOTFOUND', 'unreachable', /address/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /network/],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', /network/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', /certificate-authority/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /certificate-authority/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /tls-server-name/],
    ['ECONNRESET', 'broken', /it failed$/],
    ['UND_ERR_SOCKET', 'broken', /it failed$/],
    ['UND_ERR_ABORTED', 'aborted', /it failed$/],
  ];
  for (const [code, kind, message] of CODES) {
    it(`${code} is ${kind}`, () => {
      const failure = failureOfError('GET https://lab/api', coded(code));
      expect(failure.kind).to.equal(kind);
      expect(failure.message).to.match(/^GET https:\/\/lab\/api: it failed/);
      expect(failure.message).to.match(message);
    });
  }

  it('looks for the code in the cause, too', () => {
    const error = new TypeError('fetch failed', { cause: coded('ECONNREFUSED') });
    expect(failureOfError('GET x', error).kind).to.equal('unreachable');
  });

  const STATUSES: readonly (readonly [number, string, string])[] = [
    [401, 'Unauthorized', 'unauthorized'],
    [403, 'Forbidden', 'forbidden'],
    [409, 'Conflict', 'status'],
    [410, 'Expired', 'expired'],
    [410, 'Gone', 'expired'],
    [429, 'TooManyRequests', 'throttled'],
    [503, 'ServiceUnavailable', 'throttled'],
    [504, 'Timeout', 'status'],
    [500, 'InternalError', 'status'],
  ];
  for (const [status, reason, kind] of STATUSES) {
    it(`HTTP ${status} ${reason} is ${kind}`, () => {
      expect(failureOfStatus('GET x', status, parseStatus({ reason })).kind).to.equal(kind);
      expect(failureOfStatus('watch of x', 0, parseStatus({ code: status, reason })).status).to.equal(status);
    });
  }

  it('carries how long the server asks to wait, from the header or the body', () => {
    expect(failureOfStatus('GET x', 429, undefined, '7').retryAfter).to.equal(7000);
    const body = parseStatus({ details: { retryAfterSeconds: 3 } });
    expect(failureOfStatus('GET x', 503, body).retryAfter).to.equal(3000);
    expect(failureOfStatus('GET x', 429, undefined, '999999').retryAfter).to.equal(300_000);
    expect(failureOfStatus('GET x', 503, undefined, 'Wed, 21 Oct 2026').retryAfter).to.equal(undefined);
  });

  it('takes an answer that is no Status for what its number says', () => {
    expect(failureOfStatus('GET x', 502, parseStatus('<html>')).message).to.equal('GET x: HTTP 502');
  });

  it('brings no control characters to a terminal', () => {
    const failure = failureOfStatus('GET x', 500, parseStatus({ message: 'a\u001b[31mred\r\nb' }));
    expect(failure.message).to.equal('GET x: a [31mred b');
  });
});
