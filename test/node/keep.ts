import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { type Fixture, FIXTURES, type Known } from './fixtures.ts';
import type { Place } from './scenario.ts';
import type { TrueRun } from './truth.ts';

const FOLDER = join(import.meta.dirname, '../recordings/lab');

/** Where things lie on the machine of the lab is nobody's business. */
const HOST_PATH = /("hostPath":\{"path":")[^"]*/g;

const objectSchema = z.looseObject({
  kind: z.string().optional(),
  metadata: z
    .looseObject({
      uid: z.string().optional(),
      name: z.string().optional(),
      namespace: z.string().optional(),
    })
    .optional(),
  spec: z.looseObject({ nodeName: z.string().optional() }).optional(),
});
const lineSchema = z.looseObject({ type: z.string(), object: objectSchema });

interface Line {
  readonly text: string;
  readonly kind: string | undefined;
  readonly uid: string | undefined;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly node: string | undefined;
}

function linesOf(file: string): readonly Line[] {
  const texts = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return texts.map((text) => {
    const { kind, metadata, spec } = lineSchema.parse(JSON.parse(text)).object;
    const { uid, name = '', namespace } = metadata ?? {};
    return { text, kind, uid, name, namespace, node: spec?.nodeName };
  });
}

/** Two recordings of one time; the second one has other names for everything, and the same uids. */
export interface Twice {
  readonly own: string;
  readonly shared: string;
}

/** Keeps the fixtures among these places: each as the part of the nameless recording that is about it, and its truth. */
export function keepFixtures({ own, shared }: Twice, places: readonly Place[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const [named, nameless] = [linesOf(own), linesOf(shared)];
  for (const fixture of FIXTURES) {
    const place = places.find(({ namespace }) => namespace === fixture.scenario);
    if (place === undefined) continue;
    const about = uidsOf(named, fixture.scenario);
    const lines = nameless.filter(({ uid }) => uid === undefined || about.has(uid));
    const aliases = new Map(
      lines.flatMap(({ uid, name }) => (uid === undefined || name === '' ? [] : [[uid, name]])),
    );
    const text = lines.map((line) => `${line.text.replace(HOST_PATH, '$1/lab')}\n`).join('');
    writeFileSync(join(FOLDER, `${fixture.scenario}.jsonl.gz`), gzipSync(text, { level: 9 }));
    const truth = truthOf(fixture, place, named, aliases);
    writeFileSync(join(FOLDER, `${fixture.scenario}.truth.json`), `${JSON.stringify(truth, null, 1)}\n`);
  }
}

/** What lives in the namespace, the namespace itself, and the nodes that its pods ran on. */
function uidsOf(lines: readonly Line[], scenario: string): ReadonlySet<string | undefined> {
  const inside = lines.filter(
    ({ kind, name, namespace }) => namespace === scenario || (kind === 'Namespace' && name === scenario),
  );
  const nodes = new Set(inside.map(({ node }) => node));
  const outside = lines.filter(({ kind, name }) => kind === 'Node' && nodes.has(name));
  return new Set([...inside, ...outside].map(({ uid }) => uid));
}

const TOP = ['CronJob', 'StatefulSet', 'DaemonSet', 'Deployment', 'Job', 'Pod'];

function truthOf(
  { scenario, description, known }: Fixture,
  place: Place,
  named: readonly Line[],
  aliases: ReadonlyMap<string, string>,
): object {
  const workloads = place.truth.apps().map((app) => {
    const [top] = named
      .filter(({ kind = '', namespace }) => namespace === scenario && TOP.includes(kind))
      .filter(({ name, kind }) => name === app || (kind === 'Pod' && name.startsWith(`${app}-node-`)))
      .toSorted((a, b) => TOP.indexOf(a.kind ?? '') - TOP.indexOf(b.kind ?? ''));
    const runs = place.truth.runs(app).filter(({ container }) => container !== 'main');
    const containers = [...new Set(runs.map(({ container }) => container))].map((container) =>
      containerOf(
        container,
        runs.filter((run) => run.container === container),
        known[container] ?? known[''] ?? {},
        aliases,
      ),
    );
    return { name: aliases.get(top?.uid ?? ''), containers };
  });
  return { scenario, description, workloads };
}

/** Reruns of pods whose last run had failed, whatever was done to the cluster. */
function retriesOf(runs: readonly TrueRun[]): { readonly Retry?: number } {
  const retries = runs.filter(({ podUid, again }, index) => {
    const before = runs.slice(0, index).findLast((run) => run.podUid === podUid);
    return again && before?.exitCode !== undefined && before.exitCode !== 0;
  });
  return retries.length === 0 ? {} : { Retry: retries.length };
}

function containerOf(
  name: string,
  runs: readonly TrueRun[],
  { causes = () => ({}), race, conditions = [] }: Known,
  aliases: ReadonlyMap<string, string>,
): object {
  return {
    name,
    runs: runs.map(({ podUid, exitCode }) => ({
      pod: aliases.get(podUid),
      outcome: exitCode === undefined ? 'Interrupted' : exitCode === 0 ? 'Succeeded' : 'Failed',
    })),
    reruns: { ...retriesOf(runs), ...causes(runs.length) },
    races: race === undefined ? {} : { [race]: 1 },
    conditions,
  };
}
