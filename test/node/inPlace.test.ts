import { expect } from 'chai';
import { until, untilTrue } from '../operator/until.ts';
import { alone, PROFILE_NODES } from './nodes.ts';
import { causes, type Place } from './scenario.ts';
import { scenario, settled } from './stage.ts';
import { podOf } from './workloads.ts';

const REPLICAS = 3;

/** Waits for the end of another run than this one in the API: R17, the kubelet says nothing before it. */
async function nextEnd(place: Place, before: string): Promise<string> {
  const path = 'jsonpath={.status.initContainerStatuses[0].state.terminated.containerID}';
  return until('the next end of a run in the API', async () => {
    const id = await place.kubectl('get', 'pod', 'on-failure', '-o', path);
    return id !== '' && id !== before ? id : undefined;
  });
}

/** Three lives of pods on one node: their first, one after their sandbox was killed, one after the node's reboot. */
async function threeLives(place: Place, node: string): Promise<void> {
  const settings = { node };
  await place.deploy('plain', 1, podOf({ first: {}, migrate: { seconds: 1 } }, {}, settings));
  await place.deploy('retried', 1, podOf({ first: {}, migrate: { failures: 2 } }, {}, settings));
  // It stays, for its finding would go with it: what is done to this node later is not to move it.
  const rest = { restartPolicy: 'OnFailure', tolerations: [{ operator: 'Exists' }] };
  // Its main container ends with 137 when it is ended, or the pod would have succeeded.
  const once = podOf({ migrate: { seconds: 2 } }, { command: 'sleep 3600; :' }, { node, rest });
  const metadata = { name: 'on-failure', labels: { app: 'on-failure' } };
  await place.apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: place.template('on-failure', once) });
  const ready = async () => {
    await place.kubectl('wait', '--for=condition=Ready', 'pod', '--all', '--timeout=150s');
  };
  for (const app of ['plain', 'retried']) await place.deployed(app);
  await ready();
  const first = await nextEnd(place, '');
  for (const app of ['plain', 'retried', 'on-failure'])
    await place.cluster.killSandbox(await place.podUid(app));
  await place.untilRuns('plain', 'migrate', 2);
  await place.untilRuns('retried', 'migrate', 4);
  const second = await nextEnd(place, first);
  await ready();
  await place.deploy('replicas', REPLICAS, podOf({ migrate: { seconds: 8 } }, {}, settings));
  await place.deployed('replicas');
  await place.deploy('running', 1, podOf({ migrate: { seconds: 20 } }, {}, settings));
  await untilTrue('its run is in the API', async () => {
    const path = 'jsonpath={.items[*].status.initContainerStatuses[*].state.running.startedAt}';
    return (await place.kubectl('get', 'pods', '-l', 'app=running', '-o', path)) !== '';
  });
  await place.cluster.reboot(node);
  await place.untilRuns('plain', 'migrate', 3);
  await place.untilRuns('retried', 'migrate', 5);
  await nextEnd(place, second);
  await place.untilRuns('running', 'migrate', 2);
  await place.untilRuns('replicas', 'migrate', 2 * REPLICAS);
  await ready();
  for (const app of ['plain', 'retried', 'running', 'replicas']) await place.end(app);
}

for (const { profile, node } of PROFILE_NODES) {
  describe(`pods in place on a node of profile ${profile}`, () => {
    const story = scenario(`in-place-${profile.toLowerCase().replace('.', '-')}`, (place) =>
      alone(node, () => threeLives(place, node)),
    );
    const counted = (app: string, container: string) => {
      expect(story.outcome).to.equal(undefined);
      const truth = story.truth.runs(app, container);
      const ended = (wanted: (code: number | undefined) => boolean) =>
        truth.filter(({ exitCode }) => wanted(exitCode)).length;
      const status = story.status(app, container);
      expect(status.runs).to.include({
        total: truth.length,
        succeeded: ended((code) => code === 0),
        failed: ended((code) => code === 3),
        interrupted: ended((code) => code === undefined),
      });
      if (!truth.some(({ podUid }) => settled().late.has(podUid)))
        expect(status.runs.exact, 'exact').to.equal(true);
      return causes(status);
    };

    for (const container of ['first', 'migrate']) {
      it(`count "${container}" once for each life`, () => {
        expect(counted('plain', container)).to.deep.equal({ SandboxRecreated: 1, NodeReboot: 1 });
        expect(story.truth.runs('plain', container)).to.have.length(3);
      });
    }

    // V1, V2: restartCount falls, or the last state vanishes.
    it('count two failures, the retries, and a life more for each disruption', () => {
      expect(counted('retried', 'migrate')).to.deep.equal({ SandboxRecreated: 1, NodeReboot: 1 });
      expect(story.truth.runs('retried', 'migrate').map(({ exitCode }) => exitCode)).to.deep.equal([
        3, 3, 0, 0, 0,
      ]);
    });

    // V4, R17: the kubelet never shows that such a rerun is running.
    it('count what runs again in a pod with restartPolicy OnFailure', () => {
      expect(counted('on-failure', 'migrate')).to.deep.equal({ SandboxRecreated: 1, NodeReboot: 1 });
    });

    // Whoever had raced when they came race again when their node comes back.
    it('race in all replicas of a workload, when they come and when the node comes back', () => {
      expect(counted('replicas', 'migrate')).to.deep.equal({ NodeReboot: REPLICAS });
      expect(story.truth.episodes('replicas', 'migrate')).to.deep.equal([REPLICAS, REPLICAS]);
      const { races, recentRuns } = story.status('replicas', 'migrate');
      const known = JSON.stringify({ races, recentRuns }, null, 1);
      expect(races, known).to.include({ total: 2, observed: 2, failed: 0, possible: 0 });
      expect(races.last, known).to.include({ podCount: REPLICAS });
    });

    // C1: the kubelet calls it terminated with 255 afterwards.
    it('call the run that the reboot cut off interrupted, not failed', () => {
      expect(counted('running', 'migrate')).to.deep.equal({});
      expect(story.truth.runs('running', 'migrate').map(({ exitCode }) => exitCode)).to.deep.equal([
        undefined,
        0,
      ]);
    });
  });
}
