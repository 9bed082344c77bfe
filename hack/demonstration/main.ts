import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Cluster } from '../lab/cluster.ts';
import { step, toStderr } from '../lab/report.ts';
import { checkTable } from './checks.ts';
import { block, chapter, say } from './narrator.ts';
import { picture } from './picture.ts';
import { CLUSTER, dismissOperator, operatorLog, raiseCluster, type Stage, setUp } from './stage.ts';
import { type Ending, tell } from './story.ts';

const usage = `hack/demo [--once] [--picture FILE]

Tells, on a real Kubernetes of its own, what init containers do: three replicas race for one database
migration, another migration crash-loops, a restart repeats what was done, and a chown is left in peace.
Shows what kubectl, Confessor and Prometheus say about it. Needs root; the first run builds Kubernetes
and installs Debian packages, which takes a while and is told. Everything is taken away at the end.

  --once           ends by itself; exit 0 only when everything that is expected was really seen
  --picture FILE   also writes what kubectl printed at the end as an SVG picture
  --help           this text

Without --once it keeps running until Ctrl-C, so that you can look around.`;

/** Ends the story, at its end or because somebody wants that. */
class Curtain extends AbortController {
  byPerson = false;

  constructor() {
    super();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => this.#fall(signal));
  }

  #fall(signal: NodeJS.Signals): void {
    toStderr(`\n${signal}: taking everything away${this.signal.aborted ? ', a moment' : ''}`);
    this.byPerson ||= !this.signal.aborted;
    this.abort(new Error(`ended by ${signal}`));
  }
}

function judge({ checks }: Ending): number {
  chapter('What was really seen');
  block(checkTable(checks));
  const unseen = checks.filter(({ seen }) => !seen);
  for (const { what, wanted, measured } of unseen)
    console.error(`hack/demo: not seen: ${what} (wanted ${wanted}; measured ${measured})`);
  return unseen.length === 0 ? 0 : 1;
}

async function stay({ cluster, operator, signal }: Stage, { prometheus }: Ending): Promise<void> {
  chapter('Look around');
  block(`  export KUBECONFIG=${cluster.kubeconfig}
  hack/cluster --name ${CLUSTER} kubectl get initfindings -A
  metrics      ${operator}/metrics
  Prometheus   ${prometheus.url}/alerts
  operator log ${cluster.log('confessor')}`);
  say('Ctrl-C ends it and takes everything away.');
  while (!signal.aborted) await sleep(3_600_000, undefined, { signal }).catch(() => undefined);
}

interface Wish {
  readonly once: boolean;
  readonly picture?: string | undefined;
}

async function perform(cluster: Cluster, wish: Wish, signal: AbortSignal): Promise<number> {
  const stage = await setUp(cluster, signal);
  const ending = await tell(stage);
  if (wish.picture !== undefined) writeFileSync(wish.picture, picture(ending.shown));
  const code = judge(ending);
  if (!wish.once) await stay(stage, ending);
  return code;
}

/** Something could not be taken away. */
class LeftOver extends Error {}

async function takeAway(cluster: Cluster): Promise<void> {
  try {
    await dismissOperator();
    await cluster.stop();
  } catch (error) {
    throw new LeftOver(`${textOf(error)}\nTo take away what is left: hack/cluster --name ${CLUSTER} down`);
  }
}

/** Starts the cluster, tells the story on it, and takes everything away, whatever happened. */
async function performAndClear(wish: Wish, curtain: Curtain): Promise<number> {
  chapter('The stage');
  const cluster = await raiseCluster(curtain.signal);
  try {
    return await perform(cluster, wish, curtain.signal);
  } catch (error) {
    if (!curtain.byPerson) toStderr(`the operator said last:\n${operatorLog()}`);
    throw error;
  } finally {
    curtain.abort();
    await step(toStderr, 'taking everything away', () => takeAway(cluster));
  }
}

async function main(): Promise<number> {
  const options = {
    once: { type: 'boolean' },
    picture: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const began = Date.now();
  const curtain = new Curtain();
  try {
    const code = await performAndClear({ once: values.once ?? false, picture: values.picture }, curtain);
    toStderr(`nothing of it is left; ${((Date.now() - began) / 1000).toFixed(0)} s in all`);
    return code;
  } catch (error) {
    if (curtain.byPerson && !(error instanceof LeftOver)) return 130;
    toStderr(`hack/demo: ${textOf(error)}`);
    return 1;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  process.exitCode = await main();
} catch (error) {
  toStderr(`hack/demo: ${textOf(error)}\n\n${usage}`);
  process.exitCode = 2;
}
