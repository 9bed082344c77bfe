import { expect } from 'chai';
import type { Finding } from '../../src/core/model/finding.ts';
import { replayFiles } from './replayFiles.ts';
import { type Line, RECORDINGS, recordingLines } from './replayRecording.ts';

/*
 * The same incident in every shape that `replay` reads: what it finds does not depend on how it was written down.
 */

interface Shape {
  readonly title: string;
  /** The files it makes, each a text. */
  readonly files: (lines: readonly Line[]) => readonly string[];
}

const SHAPES: readonly Shape[] = [
  { title: 'one file for each kind', files: (lines) => byKind(lines).map(text) },
  {
    title: 'one file, pods first',
    files: (lines) => [text([...lines.filter(isPod), ...lines.filter((line) => !isPod(line))])],
  },
  {
    title: 'as kubectl prints each kind',
    files: (lines) => byKind(lines).map((kind) => text(kind.map(untimed))),
  },
  { title: 'with a List to begin with', files: (lines) => [listed(lines)] },
];

function isPod({ object }: Line): boolean {
  return object.kind === 'Pod';
}

function byKind(lines: readonly Line[]): readonly (readonly Line[])[] {
  const kinds = new Set(lines.map(({ object }) => object.kind));
  return [...kinds].map((kind) => lines.filter(({ object }) => object.kind === kind));
}

function untimed({ type, object }: Line): object {
  return { type, object };
}

function text(lines: readonly object[]): string {
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

/** What was there when the recording began, as a List, then the rest. */
function listed(lines: readonly Line[]): string {
  const start = lines.findIndex(({ type }) => type !== 'ADDED');
  const items = lines.slice(0, start).map(({ object }) => object);
  return text([{ apiVersion: 'v1', kind: 'List', items }, ...lines.slice(start)]);
}

/** All that does not rest on when an observation was made. */
function facts(findings: readonly Finding[]): unknown {
  return findings.map(({ name, status: { runs, reruns, races, recentRuns } }) => ({
    name,
    runs: { ...runs, exact: '', exactSince: '' },
    reruns,
    races,
    recentRuns,
  }));
}

describe('a recording', () => {
  for (const name of RECORDINGS) {
    it(`${name} says the same in every shape`, async () => {
      const lines = recordingLines(name);
      const truth = facts((await replayFiles(text(lines))).findings);
      for (const { title, files } of SHAPES)
        expect(facts((await replayFiles(...files(lines))).findings), title).to.deep.equal(truth);
    });
  }
});
