import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { loadAll } from 'js-yaml';
import { readSarif } from '../../golden/cli/sarifSchema.ts';
import { readXml } from '../../golden/cli/xml.ts';
import { confessor } from './cliRun.ts';

const FOLDER = relative('', join(import.meta.dirname, '../../golden/charts'));

/** What a look at each tells. */
const RENDERED: readonly { readonly file: string; readonly containers: number; readonly code: 0 | 1 }[] = [
  { file: 'mongodb.helm.yaml', containers: 4, code: 0 },
  { file: 'ragleap-ops.helm.yaml', containers: 4, code: 0 },
  // Its backup scales a Deployment down.
  { file: 'ragleap-ops.kustomize.yaml', containers: 5, code: 1 },
  { file: 'redis.helm.yaml', containers: 4, code: 0 },
];

interface Printed {
  readonly findings: readonly {
    readonly source: { readonly line: number };
    readonly container: string;
    readonly severity: string;
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

/** The names of regular init containers, wherever they stand: nothing of lint is used to find them. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === 'initContainers' && Array.isArray(child) ? child.flatMap(nameOf) : namesIn(child),
  );
}

function nameOf(container: unknown): readonly string[] {
  const { name, restartPolicy } = container as { readonly name: string; readonly restartPolicy?: string };
  return restartPolicy === 'Always' ? [] : [name];
}

const printed = (out: string): Printed => JSON.parse(out) as Printed;

describe('lint of what real charts render to', () => {
  for (const { file, containers, code } of RENDERED) {
    const path = join(FOLDER, file);
    const text = readFileSync(path, 'utf8');

    it(`${file}: finds each init container, at its line`, async () => {
      const ran = await confessor(['lint', '-o', 'json', path]);
      expect({ code: ran.code, err: ran.err }).to.deep.equal({ code, err: '' });
      const { findings, summary } = printed(ran.out);
      expect(findings.map(({ container }) => container)).to.deep.equal(loadAll(text).flatMap(namesIn));
      expect(summary).to.include({ initContainers: containers, unreadable: 0 });
      const lines = text.split('\n');
      for (const { source, container } of findings)
        expect(itemAt(lines, source.line)).to.match(new RegExp(`^[- ] *name: "?${container}"?$`, 'm'));
    });

    it(`${file}: can be read by those that read SARIF and JUnit, from a pipe, too`, async () => {
      const { findings } = printed((await confessor(['lint', '-o', 'json', path])).out);
      const told = findings.filter(({ severity }) => severity !== 'legitimate');
      for (const [name, stdin] of [[path], ['-', text]] as const) {
        const sarif = await confessor(['lint', '-o', 'sarif', name], stdin);
        const { results, invocations } = readSarif(sarif.out);
        expect(results).to.have.length(told.length);
        expect(invocations[0]).to.include({ executionSuccessful: true });
        const junit = await confessor(['lint', '-o', 'junit', name], stdin);
        expect(readXml(junit.out)).not.to.have.length(0);
        expect([sarif.code, junit.code]).to.deep.equal([code, code]);
      }
    });

    it(`${file}: fails for what --fail-on says`, async () => {
      expect((await confessor(['lint', '--fail-on', 'yellow', path])).code).to.equal(1);
      expect((await confessor(['lint', '--fail-on', 'never', path])).code).to.equal(0);
    });
  }

  it('is the same of the folder', async () => {
    expect(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))).to.deep.equal(
      RENDERED.map(({ file }) => file),
    );
    const { code, out, err } = await confessor(['lint', '-o', 'json', FOLDER]);
    expect({ code, err }).to.deep.equal({ code: 1, err: '' });
    expect(printed(out).findings).to.have.length(
      RENDERED.reduce((sum, { containers }) => sum + containers, 0),
    );
  });
});

/** The item of a list that begins on a line, without its indentation. */
function itemAt(lines: readonly string[], line: number): string {
  const [first = '', ...rest] = lines.slice(line - 1);
  const indent = first.indexOf('-');
  const end = rest.findIndex((one) => one.trim() !== '' && one.search(/\S/) <= indent);
  return [first, ...rest.slice(0, end)].map((one) => one.slice(indent)).join('\n');
}
