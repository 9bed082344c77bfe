import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Finding } from '../../src/core/model/finding.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../src/core/model/thresholds.ts';
import { momentsOf, replayRecording } from './replayRecording.ts';

/*
 * Slow and Stuck rest on deadlines, and so on when somebody looks. With limits of seconds every recording has some: whenever
 * it is evaluated, and wherever the operator is restarted, they must come out the same.
 */

const NAMES = readdirSync(new URL('../recordings/', import.meta.url))
  .filter((file) => file.endsWith('.jsonl.gz'))
  .map((file) => file.replace('.jsonl.gz', ''));
const thresholds: Thresholds = { ...DEFAULT_THRESHOLDS, record: 'all', slowAbsolute: 2000, stuck: 5000 };
const runs = { numRuns: 8 };

function paces(findings: readonly Finding[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    findings.map(({ namespace, name, status }) => [
      `${namespace}/${name}`,
      status.conditions
        .filter(({ type }) => type === 'Slow' || type === 'Stuck')
        .map(({ type, status: is, lastTransitionTime }) => `${type} ${is} ${lastTransitionTime}`),
    ]),
  );
}

describe('Slow and Stuck in recordings of a real kubelet', () => {
  it('are there', () => {
    const all = NAMES.flatMap((name) => Object.values(paces(replayRecording(name, { thresholds }))).flat());
    expect(all.filter((one) => one.startsWith('Stuck')).length).to.be.greaterThan(5);
    expect(all.filter((one) => one.startsWith('Slow')).length).to.be.greaterThan(10);
  });

  for (const name of NAMES) {
    const atTheEnd = replayRecording(name, { thresholds });

    it(`${name}: are the same whenever it is evaluated`, () => {
      fc.assert(
        fc.property(fc.array(fc.nat(30_000), { minLength: 1, maxLength: 20 }), (delays) => {
          let turn = 0;
          const looked = replayRecording(name, {
            thresholds,
            onLine: (engine, changed, at) => {
              const late = at + (delays[turn % delays.length] ?? 0);
              turn += 1;
              for (const key of changed) engine.evaluate(key, late);
            },
          });
          expect(paces(looked)).to.deep.equal(paces(atTheEnd));
        }),
        runs,
      );
    });

    // A run whose end is seen a moment late may have been written down as slow by then: that is closed, not forgotten.
    it(`${name}: are open, and were open, where the operator is back at once`, () => {
      const last = momentsOf(name).length - 1;
      fc.assert(
        fc.property(fc.integer({ min: 0, max: last }), (at) => {
          const restarted = replayRecording(name, { thresholds, absences: [{ from: at, to: at }] });
          expect(open(restarted), `restart at ${at}`).to.deep.equal(open(atTheEnd));
          for (const [finding, known] of Object.entries(paces(atTheEnd)))
            expect(paces(restarted)[finding]?.map(typeOf), finding).to.include.members(known.map(typeOf));
        }),
        runs,
      );
    });
  }
});

/** What goes on for too long at the end. */
function open(findings: readonly Finding[]): readonly string[] {
  const all = Object.entries(paces(findings)).flatMap(([name, known]) =>
    known.map((one) => `${name} ${one}`),
  );
  return all.filter((one) => one.includes(' True ')).sort();
}

function typeOf(pace: string): string {
  return pace.split(' ')[0] ?? '';
}
