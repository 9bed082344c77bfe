import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Finding } from '../../src/core/model/finding.ts';
import { replayRecording } from './replayRecording.ts';

/*
 * The first truth: eighteen incidents of a real kubelet, and what the containers themselves wrote (test/recordings/*.truth.json).
 */

interface TrueContainer {
  readonly name: string;
  readonly sidecar?: boolean;
  readonly totals: Readonly<Record<'total' | 'succeeded' | 'failed' | 'interrupted', number>>;
}

interface Truth {
  readonly description: string;
  readonly workloads: readonly {
    readonly kind: string;
    readonly name: string;
    readonly containers: readonly TrueContainer[];
  }[];
}

const FOLDER = new URL('../recordings/', import.meta.url);
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.jsonl.gz'))
  .map((file) => file.replace('.jsonl.gz', ''));

function truthOf(name: string): Truth {
  return JSON.parse(readFileSync(new URL(`${name}.truth.json`, FOLDER), 'utf8'));
}

function findingOf(findings: readonly Finding[], kind: string, name: string, container: string): Finding | undefined {
  return findings.find(
    ({ spec }) => spec.workloadRef.kind === kind && spec.workloadRef.name === name && spec.container === container,
  );
}

function executions({ status }: Finding): number {
  return status.runs.total - status.runs.notExecuted;
}

describe('recordings of a real kubelet', () => {
  it('there are eighteen', () => {
    expect(NAMES).to.have.length(18);
  });

  for (const name of NAMES) {
    const truth = truthOf(name);
    describe(`${name}: ${truth.description}`, () => {
      const findings = replayRecording(name);
      for (const workload of truth.workloads) {
        for (const container of workload.containers) {
          const title = `${workload.kind}/${workload.name} ${container.name}`;
          const found = findingOf(findings, workload.kind, workload.name, container.name);
          if (container.sidecar === true) {
            it(`${title}: a sidecar is not counted`, () => {
              expect(found).to.equal(undefined);
            });
            continue;
          }
          it(`${title}: ${container.totals.total} executions, as the container itself wrote`, () => {
            expect(found === undefined ? 0 : executions(found)).to.equal(container.totals.total);
          });
          it(`${title}: outcomes are the container's own`, () => {
            const { succeeded, failed, interrupted } = container.totals;
            const runs = found?.status.runs;
            expect({
              succeeded: runs?.succeeded ?? 0,
              failed: runs?.failed ?? 0,
              interrupted: runs?.interrupted ?? 0,
            }).to.deep.equal({ succeeded, failed, interrupted });
          });
        }
      }
    });
  }
});
