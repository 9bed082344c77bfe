import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Replay } from '../../src/cli/replay/replay.ts';
import { replayFiles } from './replayFiles.ts';
import { type Line, RECORDINGS, recordingLines } from './replayRecording.ts';

/*
 * Recordings as people make them: begun too late, ended too early, interrupted, put together. No number is ever higher than
 * what the containers themselves wrote, and where a count is called exact it is that number.
 */

interface TrueContainer {
  readonly name: string;
  readonly runs: readonly { readonly start: string }[];
}

interface Truth {
  readonly workloads: readonly {
    readonly kind: string;
    readonly name: string;
    readonly containers: readonly TrueContainer[];
  }[];
}

const FOLDER = new URL('../recordings/', import.meta.url);
/** A witness that begins within a container writes later than the runtime that has started it. */
const LAG = 2000;
/** Cuts are made at every so many lines, everywhere else in each recording. */
const STEP = process.env['CONFESSOR_LONG'] === undefined ? 89 : 19;
const AWAY = 40;
/** Its attempts never executed; which attempt that was, later ones do not tell. */
const NEVER_EXECUTED = 'starterr';

type Dated = Line & {
  readonly object: { readonly metadata: { readonly uid: string; readonly name: string } };
};

const written = new WeakMap<object, string>();

/** As JSON; the same object stands in many of the recordings that are made here. */
function jsonOf(object: object): string {
  const json = written.get(object) ?? JSON.stringify(object);
  written.set(object, json);
  return json;
}

function text(lines: readonly Line[], end = '\n'): string {
  return lines
    .map(({ object, ...line }) => `${JSON.stringify(line).slice(0, -1)},"object":${jsonOf(object)}}${end}`)
    .join('');
}

/** What a recorder would have listed that was started before the line `from`; then the rest. */
function startedLate(lines: readonly Dated[], from: number): readonly Line[] {
  const present = new Map<string, Line['object']>();
  for (const { type, object } of lines.slice(0, from)) {
    if (type === 'DELETED') present.delete(object.metadata.uid);
    else if (type !== 'BOOKMARK') present.set(object.metadata.uid, object);
  }
  const receivedAt = lines[from]?.receivedAt ?? '';
  return [
    ...[...present.values()].map((object) => ({ receivedAt, type: 'ADDED', object })),
    ...lines.slice(from),
  ];
}

function truthOf(name: string): Truth {
  return JSON.parse(readFileSync(new URL(`${name}.truth.json`, FOLDER), 'utf8')) as Truth;
}

/** What is wrong with the counts of a recording that ends with this line. */
function wrong({ workloads }: Truth, { findings }: Replay, last: Line | undefined): readonly string[] {
  const until = last === undefined ? Number.POSITIVE_INFINITY : Date.parse(last.receivedAt) + LAG;
  return findings.flatMap(({ spec, status: { runs } }) => {
    const { kind, name } = spec.workloadRef;
    const witness = workloads
      .find((one) => one.kind === kind && one.name === name)
      ?.containers.find((one) => one.name === spec.container);
    if (witness === undefined || name === NEVER_EXECUTED) return [];
    const executed = runs.total - runs.notExecuted;
    const place = `${name}/${spec.container}: ${executed} of ${witness.runs.length}`;
    const begun = witness.runs.filter(({ start }) => Date.parse(start) <= until).length;
    const tooMany = executed > begun ? [`${place}, too many`] : [];
    const inexact = last === undefined && runs.exact && executed !== witness.runs.length;
    return inexact ? [...tooMany, `${place}, and exact`] : tooMany;
  });
}

describe('a recording that is cut', () => {
  for (const [turn, name] of RECORDINGS.entries()) {
    const lines = recordingLines(name) as readonly Dated[];
    const truth = truthOf(name);
    const cuts = lines.map((_, at) => at).filter((at) => at > 0 && at % STEP === (turn * 5) % STEP);

    it(`${name}: ended early, it counts no run too many`, async () => {
      for (const cut of cuts) {
        const short = lines.slice(0, cut);
        expect(
          wrong(truth, await replayFiles(text(short)), short.at(-1)),
          `before line ${cut}`,
        ).to.deep.equal([]);
      }
    });

    it(`${name}: begun in its midst, it counts no run too many, and is not called exact where one is missing`, async () => {
      for (const cut of cuts)
        for (const rest of [startedLate(lines, cut), lines.slice(cut)])
          expect(wrong(truth, await replayFiles(text(rest)), undefined), `from line ${cut}`).to.deep.equal(
            [],
          );
    });

    it(`${name}: interrupted for a while, neither`, async () => {
      for (const cut of cuts) {
        const back = Math.min(lines.length - 1, cut + AWAY);
        const both = [...lines.slice(0, cut), ...startedLate(lines, back)];
        expect(
          wrong(truth, await replayFiles(text(both)), undefined),
          `lines ${cut} to ${back}`,
        ).to.deep.equal([]);
      }
    });
  }
});

describe('two recordings of one incident', () => {
  const later = (line: Line, lag: number): Line => ({
    ...line,
    receivedAt: new Date(Date.parse(line.receivedAt) + lag).toISOString(),
  });

  for (const name of ['06-rollout-rollback', '16-slow-and-interrupted', '36-long-crash-loop']) {
    it(`${name}: count nothing twice, also where one recorder is behind the other`, async () => {
      const lines = recordingLines(name);
      const counts = ({ findings }: Replay) => findings.map(({ status }) => status.runs.total);
      const alone = counts(await replayFiles(text(lines)));
      for (const lag of [0, 300, 2000]) {
        const both = await replayFiles(text(lines), text(lines.map((line) => later(line, lag))));
        expect(counts(both), `${lag} ms`).to.deep.equal(alone);
        expect(wrong(truthOf(name), both, undefined), `${lag} ms`).to.deep.equal([]);
      }
    });
  }
});

describe('a recording that is written otherwise', () => {
  for (const name of RECORDINGS.filter((_, turn) => turn % 4 === 1)) {
    it(`${name}: says the same, byte for byte`, async () => {
      const lines = recordingLines(name);
      const { findings } = await replayFiles(text(lines));
      const twice = lines.flatMap((line) => [line, line]);
      const others: Readonly<Record<string, string | Buffer>> = {
        'with the line ends of Windows': text(lines, '\r\n'),
        'with blank lines': text(lines, '\n\n'),
        'with a byte order mark': `\u{FEFF}${text(lines)}`,
        packed: gzipSync(text(lines)),
        'packed in two pieces': Buffer.concat([
          gzipSync(text(lines.slice(0, 50))),
          gzipSync(text(lines.slice(50))),
        ]),
        'with each line twice': text(twice),
        'with lines indented': lines.map((line) => JSON.stringify(line, undefined, 2)).join('\n'),
      };
      for (const [how, other] of Object.entries(others))
        expect((await replayFiles(other)).findings, how).to.deep.equal(findings);
    });
  }

  it('put behind itself says the same', async () => {
    const lines = recordingLines('08-scale');
    const { findings } = await replayFiles(text(lines));
    expect((await replayFiles(text([...lines, ...lines]))).findings).to.deep.equal(findings);
  });

  it('of several namespaces, one behind the other, says of each what it said alone', async () => {
    const names = ['02-crash-loop-then-ok', '14a-alembic-race', '08-scale'];
    const together = await replayFiles(names.map((name) => text(recordingLines(name))).join(''));
    for (const name of names) {
      const namespace = `s${name}`;
      const alone = (await replayFiles(text(recordingLines(name)))).findings;
      const here = together.findings.filter((finding) => finding.namespace === namespace);
      const counts = (findings: typeof alone) =>
        findings.map(({ status: { runs, reruns, races } }) => ({
          runs: { ...runs, exact: '', exactSince: '' },
          reruns,
          races,
        }));
      expect(counts(here), name).to.deep.equal(counts(alone));
    }
  });
});
