import { expect } from 'chai';
import { createEngine } from '../../src/core/createEngine.ts';
import { at } from '../build/clock.ts';
import { stored } from '../build/finding.ts';
import { ALEMBIC, WAIT } from '../build/container.ts';
import { node } from '../build/node.ts';
import { pod as podOf } from '../build/pod.ts';
import { cronJob, deployment, job } from '../build/workload.ts';
import { failed, crashed, running, succeeded, waiting } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(3);
const one = pod('web-h1-1');
const two = pod('web-h1-2');

function begun(): Story {
  return new Story().see(0, workload, revision);
}

describe('a restart of the operator', () => {
  it('S52 counts what happened meanwhile, and nothing twice', () => {
    const story = begun().see(5, one.init('migrate', crashed(3, { to: 4 })));
    expect(story.total()).to.equal(3);
    story.restart(60, (away) =>
      away.away({ seen: one.init('migrate', failed('c6', { rc: 5, from: 50, to: 50 })) }),
    );
    expect(story.status().runs).to.include({ total: 6, failed: 6, exact: false });
  });

  it('S53 closes a pod that went meanwhile at what was written of it', () => {
    const story = begun().see(
      5,
      one.init('migrate', succeeded('a1', { to: 3 })),
      two.init('migrate', running('b1')),
    );
    story.restart(60, (away) => away.away({ gone: one }, { gone: two }));
    expect(story.status().runs).to.include({ total: 2, succeeded: 1, unknown: 1, running: 0, exact: false });
    expect(story.status().runs.exactSince).to.equal(at(60));
    expect(story.status().recentRuns.map(({ pod: name, outcome }) => [name, outcome])).to.have.deep.members([
      ['web-h1-1', 'Succeeded'],
      ['web-h1-2', 'Unknown'],
    ]);
  });

  it('counts nothing twice where nothing happened', () => {
    const story = begun()
      .see(5, one.init('migrate', succeeded('a1', { from: 1, to: 3 })))
      .see(15, two.init('migrate', succeeded('b1', { from: 11, to: 13 })));
    const { runs, reruns, recentRuns, ...rest } = story.status();
    const again = story.restart(60).status();
    expect(again.runs).to.deep.equal({ ...runs, exact: false, exactSince: at(60) });
    expect(again.reruns).to.deep.equal(reruns);
    expect(again.recentRuns).to.deep.equal(recentRuns);
    expect({ ...again, runs, reruns, recentRuns }).to.deep.equal({ ...rest, runs, reruns, recentRuns });
  });

  it('keeps counting over many restarts', () => {
    const story = begun();
    for (let turn = 0; turn < 8; turn += 1) {
      const from = turn * 100;
      story.see(
        from + 5,
        one.init('migrate', succeeded(`a${turn}`, { rc: turn, from, to: from + 3 })).sandbox(from),
      );
      story.restart(from + 50);
    }
    expect(story.total()).to.equal(8);
    expect(story.causes()).to.deep.equal({ SandboxRecreated: 7 });
  });

  it('knows a CronJob by its earlier runs although their pods are gone', () => {
    const nightly = cronJob('nightly').init('seed');
    const first = job('nightly-1').init('seed').ownedBy(nightly);
    const second = job('nightly-2').init('seed').ownedBy(nightly);
    const ran = (owner: typeof first, name: string, id: string, from: number) =>
      podOf(name)
        .ownedBy(owner)
        .restartPolicy('Never')
        .at(from)
        .init('seed', succeeded(id, { from, to: from + 2 }));
    const gone = ran(first, 'nightly-1-a', 'a1', 1);
    const story = new Story().see(0, nightly, first).see(5, gone);
    story.restart(60, (away) => away.away({ gone }));
    story.see(70, second, ran(second, 'nightly-2-a', 'b1', 70));
    expect(story.causes('seed')).to.deep.equal({ Schedule: 1 });
    expect(story.conditions('seed')).to.not.include('Repeating');
  });

  it('leaves the transition time of a crash loop that goes on', () => {
    const story = begun().see(5, one.init('migrate', crashed(3, { to: 4 })));
    const before = story.status().conditions;
    expect(story.restart(60).status().conditions).to.deep.equal(before);
  });

  it('leaves the transition time of a block that goes on', () => {
    const story = begun().see(5, one.init('migrate', waiting('ImagePullBackOff')));
    const before = story.status().conditions;
    expect(before.map(({ type }) => type)).to.include('Blocked');
    expect(story.restart(60).status().conditions).to.deep.equal(before);
  });

  it('closes a crash loop that ended meanwhile', () => {
    const story = begun().see(5, one.init('migrate', crashed(3, { to: 4 })));
    story.restart(60, (away) =>
      away.away({ seen: one.init('migrate', succeeded('c4', { rc: 3, from: 24, to: 30 })) }),
    );
    expect(story.conditions()).to.not.include('CrashLooping');
    expect(story.status().conditions).to.deep.include({
      type: 'CrashLooping',
      status: 'False',
      reason: 'Succeeded',
      message: 'A run succeeded.',
      lastTransitionTime: at(30),
    });
  });

  it('counts a race once that was active', () => {
    const story = begun().see(
      5,
      one.init('migrate', running('a1', { at: 1 })),
      two.init('migrate', running('b1', { at: 2 })),
    );
    story.restart(8);
    story.see(
      20,
      one.init('migrate', succeeded('a1', { from: 1, to: 19 })),
      two.init('migrate', succeeded('b1', { from: 2, to: 18 })),
    );
    expect(story.status().races).to.include({ total: 1, observed: 1 });
    expect(story.restart(30).status().races).to.include({ total: 1, observed: 1 });
    expect(story.restart(3000).status().races).to.include({ total: 1, observed: 1 });
  });

  it('counts no second race for a run that joins one that was counted', () => {
    const three = pod('web-h1-3');
    const four = pod('web-h1-4');
    const story = begun().see(
      26,
      one.init('migrate', succeeded('a1', { from: 0, to: 20 })),
      two.init('migrate', succeeded('b1', { from: 5, to: 25 })),
    );
    expect(story.status().races.total).to.equal(1);
    story.restart(27);
    story.see(
      60,
      three.init('migrate', succeeded('c1', { from: 24, to: 40 })),
      four.init('migrate', succeeded('d1', { from: 30, to: 50 })),
    );
    expect(story.status().races.total).to.equal(1);
  });

  it('sees a race of pods that had not run yet', () => {
    const story = begun().see(
      1,
      one.init('migrate', waiting('PodInitializing')),
      two.init('migrate', waiting('PodInitializing')),
    );
    story.restart(3);
    story.see(
      30,
      one.init('migrate', succeeded('a1', { from: 4, to: 20 })),
      two.init('migrate', succeeded('b1', { from: 5, to: 21 })),
    );
    expect(story.status().races).to.include({ total: 1, observed: 1 });
  });

  it('counts the rerun of a pod that had not run yet', () => {
    const story = begun().see(
      5,
      one.init('migrate', succeeded('a1', { from: 1, to: 3 })),
      two.init('migrate', waiting('PodInitializing')),
    );
    story.restart(6);
    story.see(20, two.init('migrate', succeeded('b1', { from: 10, to: 12 })));
    expect(story.causes()).to.deep.equal({ Replica: 1 });
  });

  it('does not know for what a pod stands that was made while nobody watched', () => {
    const late = pod('web-h1-3', 60).init('migrate', succeeded('c1', { from: 61, to: 62 }));
    const ran = begun().see(5, one.init('migrate', succeeded('a1', { from: 1, to: 3 })));
    expect(ran.restart(100, (story) => story.away({ seen: late })).causes()).to.deep.equal({ Unknown: 1 });
    const watched = begun().see(5, one.init('migrate', succeeded('a1', { from: 1, to: 3 })));
    expect(watched.gap(100).see(100, late).causes()).to.deep.equal({ Unknown: 1 });
  });

  it('knows the boot a run belongs to', () => {
    const up = node('n1').boot('boot-1');
    const story = begun()
      .see(0, up)
      .see(5, one.init('migrate', succeeded('a1', { to: 3 })).sandbox(0));
    story.restart(6);
    story.see(50, node('n1').boot('boot-2'));
    story.see(60, one.init('migrate', succeeded('a2', { rc: 1, from: 52, to: 55 })).sandbox(51));
    expect(story.causes()).to.deep.equal({ NodeReboot: 1 });
  });

  it('resolves an init container that was removed meanwhile', () => {
    const story = begun().see(5, one.init('migrate', succeeded('a1', { to: 3 })));
    story.restart(60, (away) => away.away({ gone: one }, { seen: workload.withoutInit('migrate') }));
    expect(story.status()).to.include({ state: 'Resolved' });
    expect(story.total()).to.equal(1);
  });

  it('makes nothing of the finding of a workload that is gone', () => {
    const story = begun().see(5, one.init('migrate', succeeded('a1', { to: 3 })));
    story.restart(60, (away) => away.away({ gone: one }, { gone: revision }, { gone: workload }));
    expect(story.findings()).to.have.length(0);
    expect(story.snapshot().containers).to.have.length(0);
  });

  it('counts an init container anew that comes back after its finding has expired', () => {
    const day = 86_400;
    const story = begun().see(5, one.init('migrate', succeeded('a1', { to: 3 })));
    story.restart(60, (away) => away.away({ gone: one }, { seen: workload.withoutInit('migrate') }));
    expect(story.findings(9 * day)).to.deep.equal([]);
    story.see(9 * day, workload);
    expect(story.total()).to.equal(0);
  });

  it('says whose findings it does not believe', () => {
    const story = begun().see(5, one.init('migrate', succeeded('a1', { to: 3 })));
    const foreign = story.findings().map((finding) => stored(finding, { statusManager: 'kubectl' }));
    expect(createEngine().restore(foreign)).to.deep.equal([{ finding: foreign[0], reason: 'foreign' }]);
    expect(createEngine().restore(story.findings().map((finding) => stored(finding)))).to.deep.equal([]);
  });

  it('believes no ledger that someone else has written', () => {
    const story = begun().see(5, one.init('migrate', succeeded('a1', { to: 3 })));
    story.restart(60, undefined, (all) =>
      all.map((finding) => ({
        ...finding,
        statusManager: 'kubectl',
        ...(finding.status === undefined
          ? {}
          : { status: { ...finding.status, runs: { ...finding.status.runs, total: 1000 } } }),
      })),
    );
    expect(story.total()).to.equal(1);
  });

  for (const ledger of ['', '1:', '1:{', '1:[]', '1:{"c":"x"}', '2:{}', '1:null', 'ÿ'.repeat(8192)]) {
    it(`goes on from the visible numbers where the ledger is ${JSON.stringify(ledger.slice(0, 20))}`, () => {
      const story = begun()
        .see(
          5,
          one.init('migrate', succeeded('a1', { from: 1, to: 3 })),
          two.init('migrate', succeeded('b1', { from: 5, to: 6 })),
        )
        .lose(8, one);
      const { runs, reruns } = story.status();
      story.restart(60, undefined, (all) =>
        all.map((finding) =>
          finding.status === undefined ? finding : { ...finding, status: { ...finding.status, ledger } },
        ),
      );
      expect(story.status().runs.total).to.equal(runs.total);
      expect(story.status().reruns).to.deep.equal(reruns);
    });
  }

  it('a rerun after the restart counts also in a pod whose row found no room', () => {
    const fleet = Array.from({ length: 200 }, (_, index) => pod(`web-h1-${index}`, index));
    const story = new Story().see(0, workload.replicas(200), revision);
    fleet.forEach((each, index) => {
      story.see(
        300 + index,
        each.init('migrate', succeeded(`a${index}`, { from: 10 * index, to: 10 * index + 1 })).sandbox(0),
      );
    });
    const before = story.status();
    expect(before.reruns.total).to.equal(199);
    story.restart(3000);
    expect(story.status().reruns).to.deep.equal(before.reruns);
    expect(story.total()).to.equal(200);
    const [oldest] = fleet;
    if (oldest !== undefined)
      story.see(
        4000,
        oldest.init('migrate', succeeded('again', { rc: 1, from: 3500, to: 3501 })).sandbox(3400),
      );
    expect(story.total()).to.equal(201);
    expect(story.causes()).to.include({ SandboxRecreated: 1 });
  });

  it('an init container that is not recorded yet is counted from memory', () => {
    const both = deployment('web').init('migrate', ALEMBIC).init('wait', WAIT).replicas(3).revision('1');
    const story = new Story({ record: 'notable' }).see(0, both, revision);
    story.see(
      5,
      one.init('migrate', succeeded('a1', { to: 2 })).init('wait', succeeded('w1', { from: 3, to: 4 })),
    );
    expect(story.findings().map(({ spec }) => spec.container)).to.deep.equal(['migrate']);
    expect(
      story
        .restart(60)
        .findings()
        .map(({ spec }) => spec.container),
    ).to.deep.equal(['migrate']);
  });
});
