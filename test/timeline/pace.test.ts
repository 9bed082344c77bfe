import { expect } from 'chai';
import type { ConditionType } from '../../src/core/model/names.ts';
import { at, millis } from '../build/clock.ts';
import { node } from '../build/node.ts';
import { pod } from '../build/pod.ts';
import { running, type State, succeeded, terminated } from '../build/state.ts';
import { deployment } from '../build/workload.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod: replica } = web(3);
const [one, two] = [replica('web-1'), replica('web-2')];

/** Runs of these lengths have succeeded, one after the other, before second 0. */
function used(...lengths: readonly number[]): Story {
  const story = new Story({}, [], -10_000).see(-10_000, workload, revision);
  lengths.forEach((seconds, index) => {
    const past = replica(`past-${index}`, -9000 + index * 300);
    const from = -9000 + index * 300;
    story
      .see(from + 1, past.init('migrate', running(`p${index}`, { at: from })))
      .see(from + seconds, past.init('migrate', succeeded(`p${index}`, { from, to: from + seconds })));
  });
  return story.see(0, node('n1'));
}

function migrating(story: Story, seconds: number, state: State = running('a1', { at: 0 })): Story {
  return story.see(seconds, one.init('migrate', state));
}

/** Status, time and reason of one condition; undefined where it never opened. */
function told(story: Story, type: ConditionType, container = 'migrate') {
  const found = story.status(container).conditions.find((condition) => condition.type === type);
  return found && { status: found.status, at: found.lastTransitionTime, reason: found.reason };
}

/** Looks at it at this second, as a timer would. */
function look(story: Story, seconds: number): Story {
  story.findings(seconds);
  return story;
}

describe('S60 a run that goes on', () => {
  it('is looked at again when it may become slow, and when it may be stuck', () => {
    const story = migrating(used(), 1);
    expect(story.recheckAt('deployment.default.web')).to.equal(millis(60));
    expect(look(story, 60).recheckAt('deployment.default.web')).to.equal(millis(600));
  });

  it('is slow from its deadline on, whenever that is noticed', () => {
    for (const noticed of [60, 61, 90]) {
      const story = look(migrating(used(), 1), noticed);
      expect(told(story, 'Slow')).to.deep.equal({ status: 'True', at: at(60), reason: 'RunsForLong' });
      expect(story.status().state).to.equal('Slow');
    }
    expect(told(look(migrating(used(), 1), 59), 'Slow')).to.equal(undefined);
  });

  it('is stuck after ten minutes, and no crash', () => {
    const story = look(migrating(used(), 1), 600);
    expect(told(story, 'Stuck')).to.include({ status: 'True', at: at(600) });
    expect(story.conditions()).to.include.members(['Stuck', 'Slow']).and.not.include('CrashLooping');
    expect(story.status().state).to.equal('Stuck');
    expect(story.status().message).to.equal('Has been running in pod web-1 for longer than 10m.');
  });

  it('ends both with its end, and says so also when nobody looked in between', () => {
    const ended = succeeded('a1', { from: 0, to: 700 });
    for (const story of [look(migrating(used(), 1), 650), migrating(used(), 1)]) {
      migrating(story, 702, ended);
      expect(told(story, 'Slow')).to.deep.equal({ status: 'False', at: at(700), reason: 'RunEnded' });
      expect(told(story, 'Stuck')).to.deep.equal({ status: 'False', at: at(700), reason: 'RunEnded' });
    }
  });

  it('was never slow where its end shows that it was over in time', () => {
    const story = look(migrating(used(), 1), 60);
    expect(story.conditions()).to.include('Slow');
    migrating(story, 61, succeeded('a1', { from: 0, to: 59 }));
    expect(told(story, 'Slow')).to.equal(undefined);
  });

  it('ends when the pod goes', () => {
    const story = migrating(used(), 1).lose(90, one.init('migrate', running('a1', { at: 0 })).deleted(80));
    expect(told(story, 'Slow')).to.include({ status: 'False', at: at(90) });
  });

  it('is told of the runs that go on still when another has ended', () => {
    const story = migrating(used(), 1).see(31, two.init('migrate', running('b1', { at: 30 })));
    migrating(story, 95, succeeded('a1', { from: 0, to: 94 }));
    expect(told(story, 'Slow')).to.deep.include({ status: 'True', at: at(60) });
    story.see(100, two.init('migrate', succeeded('b1', { from: 30, to: 98 })));
    expect(told(story, 'Slow')).to.deep.include({ status: 'False', at: at(98) });
  });

  it('is measured against the median of the runs before it', () => {
    const story = migrating(used(30, 40, 50), 1);
    expect(told(look(story, 119), 'Slow')).to.equal(undefined);
    expect(told(look(story, 120), 'Slow')).to.include({ status: 'True', at: at(120) });
    expect(story.status().message).to.equal(
      'Has been running in pod web-1 for longer than 2m; it usually takes 40s.',
    );
  });

  it('is never slow in a minute, however quick others were', () => {
    const story = migrating(used(1, 1, 1), 1);
    expect(told(look(story, 59), 'Slow')).to.equal(undefined);
    expect(told(look(story, 60), 'Slow')).to.include({ status: 'True' });
  });

  it('is not measured against runs that failed', () => {
    const story = used(100);
    migrating(story, 5, terminated('a0', 1, { from: 0, to: 2 }));
    story.see(10, two.init('migrate', running('b1', { at: 10 })));
    expect(look(story, 309).conditions()).to.not.include('Slow');
    expect(told(look(story, 310), 'Slow')).to.include({ status: 'True', at: at(310) });
  });

  it('keeps the deadline that it began with, whatever its siblings do', () => {
    const story = migrating(used(), 1).see(2, two.init('migrate', running('b1', { at: 1 })));
    migrating(story, 50, succeeded('a1', { from: 0, to: 50 }));
    expect(told(look(story, 70), 'Slow')).to.include({ status: 'True', at: at(61) });
  });

  it('is judged by the last twenty runs', () => {
    const story = migrating(used(...Array<number>(15).fill(200), ...Array<number>(20).fill(30)), 1);
    expect(told(look(story, 90), 'Slow')).to.include({ status: 'True', at: at(90) });
  });

  it('is not believed to go on where its node does not answer', () => {
    const silent = migrating(used(), 1).see(40, node('n1').ready('Unknown', 39));
    expect(told(look(silent, 700), 'Slow')).to.equal(undefined);
    silent.see(710, node('n1').ready('True', 709));
    expect(told(silent, 'Slow')).to.include({ status: 'True', at: at(60) });
    expect(told(silent, 'Stuck')).to.include({ status: 'True', at: at(600) });
  });

  it('is not believed to go on where its node has gone', () => {
    const left = look(migrating(used(), 1).lose(40, node('n1')), 700);
    expect(left.conditions()).to.not.include('Slow').and.not.include('Stuck');
  });

  it('stays what it was when its node fell silent', () => {
    const story = look(migrating(used(), 1), 70).see(90, node('n1').ready('Unknown', 89));
    expect(told(story, 'Slow')).to.include({ status: 'True', at: at(60) });
    expect(told(look(story, 700), 'Stuck')).to.equal(undefined);
  });

  it('that only waits says so', () => {
    const patient = deployment('patient').init('wait');
    const story = new Story().see(
      0,
      patient,
      pod('p1')
        .ownedBy(patient)
        .init('wait', running('w1', { at: 0 })),
    );
    expect(told(look(story, 60), 'Slow', 'wait')).to.include({ reason: 'WaitsForLong' });
    expect(look(story, 600).status('wait').message).to.equal(
      'Has been waiting in pod p1 for longer than 10m: what it waits for may not be there at all.',
    );
  });

  it('leaves no mark where nobody saw it run', () => {
    const story = migrating(used(), 700, succeeded('a1', { from: 0, to: 650 }));
    expect(told(story, 'Stuck')).to.equal(undefined);
  });

  it('has the limits of the settings', () => {
    const story = new Story({ slowAbsolute: 5000, stuck: 20_000 }).see(0, workload, revision);
    migrating(story, 1);
    expect(told(look(story, 5), 'Slow')).to.include({ at: at(5) });
    expect(told(look(story, 20), 'Stuck')).to.include({ at: at(20) });
  });
});

describe('S60 over a restart of the operator', () => {
  it('what is usual is known again', () => {
    const story = migrating(used(30, 40, 50).restart(0), 1);
    expect(told(look(story, 119), 'Slow')).to.equal(undefined);
    expect(told(look(story, 120), 'Slow')).to.include({ status: 'True', at: at(120) });
  });

  it('a slow run goes on being slow since the same time, whatever has become usual', () => {
    const story = migrating(used(), 1).see(1, two.init('migrate', running('b1', { at: 0 })));
    story.see(105, two.init('migrate', succeeded('b1', { from: 0, to: 100 })));
    story.restart(110);
    expect(told(story, 'Slow')).to.include({ status: 'True', at: at(60) });
    migrating(story, 130, succeeded('a1', { from: 0, to: 120 }));
    expect(told(story, 'Slow')).to.include({ status: 'False', at: at(120) });
  });

  it('a run keeps the deadline that it began with', () => {
    const story = migrating(used(30, 40, 50), 1).see(1, two.init('migrate', running('b1', { at: 0 })));
    story.see(105, two.init('migrate', succeeded('b1', { from: 0, to: 100 })));
    story.restart(110);
    expect(told(look(story, 120), 'Slow')).to.include({ status: 'True', at: at(120) });
  });

  it('a run that ended meanwhile ends it at its end', () => {
    const story = look(migrating(used(), 1), 70);
    story.restart(200, (world) =>
      world.away({ seen: one.init('migrate', succeeded('a1', { from: 0, to: 90 })) }),
    );
    expect(told(story, 'Slow')).to.include({ status: 'False', at: at(90) });
  });

  it('a pod that went meanwhile ends it', () => {
    const story = look(migrating(used(), 1), 70);
    story.restart(200, (world) => world.away({ gone: one }));
    expect(told(story, 'Slow')).to.include({ status: 'False', at: at(200) });
  });
});
