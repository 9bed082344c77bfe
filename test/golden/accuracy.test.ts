import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const CORPUS = 'test/corpus';
const PAGE = readFileSync('docs/accuracy.md', 'utf8');

/** The figures of one set, as a row of the page has them. */
function figuresOf(set: string): string {
  const said = execFileSync(process.execPath, ['hack/score.ts', `${CORPUS}/${set}.jsonl`], {
    encoding: 'utf8',
  });
  const figures = (pattern: RegExp): readonly string[] => pattern.exec(said)?.slice(1) ?? [];
  const [strict, lenient] = figures(/^accuracy +strict (\S+) +lenient (\S+)$/m);
  const [hard, soft] = figures(/^macro-F1 +strict (\S+) +lenient (\S+)$/m);
  const [precision, recall] = figures(/^side effects +precision (\S+) +recall (\S+)$/m);
  const [harmless] = figures(/^harmful called harmless +(\d+) /m);
  return `| ${set} | ${strict} | ${lenient} | ${hard} / ${soft} | ${precision} / ${recall} | ${harmless} |`;
}

describe('docs/accuracy.md says of the real init containers what the classifier makes of them today', function () {
  this.timeout(60_000);
  for (const file of readdirSync(CORPUS)) {
    const set = file.replace('.jsonl', '');
    it(set, () => expect(PAGE.split('\n')).to.include(figuresOf(set)));
  }
});
