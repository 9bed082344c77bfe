import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { z } from 'zod';
import { replay } from '../../src/cli/replay/replay.ts';
import type { Finding } from '../../src/core/model/finding.ts';

/*
 * Incidents of the node ring, recorded without names, and what the containers themselves wrote. `hack/test node --record`
 * makes them again.
 */

const truthSchema = z.object({
  description: z.string(),
  workloads: z.array(
    z.object({
      name: z.string(),
      containers: z.array(
        z.object({
          name: z.string(),
          runs: z.array(z.object({ pod: z.string().optional(), outcome: z.string() })),
          reruns: z.record(z.string(), z.number()),
          races: z.record(z.string(), z.number()),
          conditions: z.array(z.string()),
        }),
      ),
    }),
  ),
});

const FOLDER = new URL('../recordings/lab/', import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.truth.json'))
  .map((file) => file.replace('.truth.json', ''));
const LARGEST = 64 * 1024;

/** What only a person can put right, or has to know of: none may be claimed that was not. */
const GRAVE = ['Racing', 'StuckLock', 'HalfApplied'];

const bytesOf = (name: string): Buffer => readFileSync(new URL(`${name}.jsonl.gz`, FOLDER));

async function findingsOf(name: string): Promise<readonly Finding[]> {
  const stdin = Readable.from([gunzipSync(bytesOf(name))]);
  const streams = { stdin, stdout: new PassThrough(), stderr: new PassThrough() };
  return (await replay(['-'], streams, 'all')).findings;
}

function runsOf({ status }: Finding, named: boolean): readonly string[] {
  return status.recentRuns
    .filter(({ outcome }) => outcome !== 'NotExecuted')
    .map(({ pod, outcome }) => (named ? `${pod} ${outcome}` : outcome))
    .toSorted();
}

const causesOf = ({ status }: Finding): Readonly<Record<string, number>> =>
  Object.fromEntries(status.reruns.byCause.map(({ cause, count }) => [cause, count]));

describe('incidents of the node ring, without names', () => {
  it('are at least eight', () => {
    expect(NAMES).to.have.length.of.at.least(8);
  });

  for (const name of NAMES) {
    const text = readFileSync(new URL(`${name}.truth.json`, FOLDER), 'utf8');
    const { description, workloads } = truthSchema.parse(JSON.parse(text));
    describe(`${name}: ${description}`, () => {
      let findings: readonly Finding[];

      before(async () => {
        findings = await findingsOf(name);
      });

      it('is small', () => {
        expect(bytesOf(name).length).to.be.below(LARGEST);
      });

      for (const workload of workloads) {
        for (const truth of workload.containers) {
          const found = (): Finding => {
            const finding = findings.find(
              ({ spec }) => spec.workloadRef.name === workload.name && spec.container === truth.name,
            );
            if (finding === undefined) throw new Error(`no finding of ${truth.name}`);
            return finding;
          };

          it(`${truth.name}: each run with its end, as the container itself wrote, and no other`, () => {
            const named = truth.runs.every(({ pod }) => pod !== undefined);
            const runs = truth.runs.map(({ pod = '', outcome }) => (named ? `${pod} ${outcome}` : outcome));
            expect(runsOf(found(), named)).to.deep.equal(runs.toSorted());
            const { total, notExecuted } = found().status.runs;
            expect(total - notExecuted).to.equal(runs.length);
          });

          it(`${truth.name}: reruns by what was done to the cluster`, () => {
            expect(causesOf(found())).to.deep.equal(truth.reruns);
          });

          it(`${truth.name}: races, locks and databases as they were`, () => {
            const { races, conditions } = found().status;
            const none = { possible: 0, observed: 0, failed: 0 };
            expect(races).to.include({ ...none, ...truth.races });
            const grave = conditions.map(({ type }) => type).filter((type) => GRAVE.includes(type));
            expect(grave).to.have.members(truth.conditions);
          });
        }
      }
    });
  }
});
