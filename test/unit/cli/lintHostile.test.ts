import { expect } from 'chai';
import fc from 'fast-check';
import { asJUnit } from '../../../src/cli/lint/junit.ts';
import { asJson, asText } from '../../../src/cli/lint/print.ts';
import { lint, type LintReport } from '../../../src/cli/lint/report.ts';
import { asSarif } from '../../../src/cli/lint/sarif/log.ts';
import { HOSTILE_TEXTS, WAYS } from '../classify/hostile.ts';
import { readSarif } from '../../golden/cli/sarifSchema.ts';
import { readXml } from '../../golden/cli/xml.ts';

const HOSTILE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** More than the largest object that etcd takes, in all. */
const LONG = 256 * 1024;

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
}

const manifest = (initContainers: readonly Container[]): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { initContainers, containers: [{ name: 'app', image: 'app:1' }] },
  });

async function linted(initContainers: readonly Container[]): Promise<LintReport> {
  const stdin = (async function* () {
    yield Buffer.from(manifest(initContainers));
  })();
  return await lint(['-'], stdin, { signatures: [], now: 0 });
}

/** What is printed must be whole in every form, and nothing in it may be unseen. */
function expectSound(report: LintReport, count: number): void {
  expect(report.unreadable).to.deep.equal([]);
  expect(report.findings).to.have.length(count);
  const forms = {
    text: asText(report),
    json: [...asJson(report)].join(''),
    sarif: [...asSarif(report)].join(''),
    junit: asJUnit(report, ({ severity }) => severity === 'red'),
  };
  for (const [form, text] of Object.entries(forms)) expect(HOSTILE.test(text), form).to.equal(false);
  JSON.parse(forms.json);
  readSarif(forms.sarif);
  readXml(forms.junit);
}

describe('lint of what was written to break it', () => {
  it('reads scripts of 256 KiB, says that it read a part, and calls none of them harmless', async function () {
    this.timeout(60_000);
    const scripts = Object.entries(HOSTILE_TEXTS).map(([name, textOf]) => ({
      name,
      image: 'app:1',
      command: ['sh', '-c', textOf(LONG)],
    }));
    const report = await linted(scripts);
    expectSound(report, scripts.length);
    const told = report.findings.map(({ container, severity, confidencePercent, evidence }) => ({
      container,
      harmless: severity === 'legitimate',
      sure: confidencePercent > 50,
      cut: evidence.some(({ rule }) => rule === 'unknown.truncated'),
    }));
    expect(told).to.deep.equal(
      scripts.map(({ name }) => ({ container: name, harmless: false, sure: false, cut: true })),
    );
  });

  it('reads the same as words of a command', async () => {
    const inits = Object.entries(HOSTILE_TEXTS).flatMap(([name, textOf]) =>
      Object.values(WAYS).map((specOf) => ({ name, image: 'app:1', ...specOf(textOf(2048)) })),
    );
    expectSound(await linted(inits), inits.length);
  });

  it('reads whatever is put together of such pieces, and anything else', async () => {
    const piece = fc.oneof(
      fc
        .constantFrom(...Object.values(HOSTILE_TEXTS))
        .chain((textOf) => fc.integer({ min: 1, max: 300 }).map(textOf)),
      fc.string({ unit: 'binary', maxLength: 60 }),
      // What stands for bytes that are no UTF-8.
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
      fc.constantFrom('alembic upgrade head', 'psql -c ', 'until nc -z db 1; do sleep 1; done', '\n', ' '),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const command = fc.oneof(
      fc.array(text, { maxLength: 5 }),
      text.map((script) => ['bash', '-ec', script]),
    );
    const container = fc.record({ name: text, image: text, command });
    await fc.assert(
      fc.asyncProperty(fc.array(container, { minLength: 1, maxLength: 4 }), async (containers) => {
        expectSound(await linted(containers), containers.length);
      }),
      { numRuns: 60 },
    );
  });
});
