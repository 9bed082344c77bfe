import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import type { ConditionType } from '../../src/core/model/names.ts';
import { containerId, uid } from '../../src/core/model/refs.ts';
import { at } from '../build/clock.ts';
import type { ContainerInput } from '../build/container.ts';
import { node } from '../build/node.ts';
import { pod } from '../build/pod.ts';
import { replicaSet } from '../build/replicaset.ts';
import { failed, running, type State, succeeded, terminated } from '../build/state.ts';
import { deployment, job, statefulSet } from '../build/workload.ts';
import { replayRecording } from './replayRecording.ts';
import { Story } from './story.ts';

/* What the tools themselves print; where they come from stands in src/core/classify/failures.ts. */
const DIRTY = 'error: Dirty database version 12. Fix and force version.';
const P3009 =
  'Error: P3009\n\nmigrate found failed migrations in the target database, new migrations will not be applied.';
const FLYWAY_FAILED =
  'Detected failed migration to version 3 (add users). Please remove any half-completed changes then run repair to fix the schema history.';
const FLYWAY_LOCK =
  "Number of retries exceeded while attempting to acquire PostgreSQL advisory lock. Configure the number of retries with the 'lockRetryCount' configuration option";
const KNEX_LOCK = "Can't take lock to run migrations: Migration table is already locked";
const MYSQL_WAIT = 'ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction';
const lockedBy = (host: string) =>
  `liquibase.exception.LockException: Could not acquire change log lock.  Currently locked by ${host} (10.0.0.4) since 1/1/26 1:00 PM`;

/** A pod of an older revision. */
const DEAD = 'web-6d4b75cb6d-9b7zz';

const workload = deployment('web').init('migrate').replicas(3).revision('1');
const revision = replicaSet(workload, 'h1').revision(1);

function replica(name: string, state: State, spec?: ContainerInput) {
  return pod(name).ownedBy(revision).init('migrate', state, spec);
}

function begin(): Story {
  return new Story().see(0, node('n1'), workload, revision);
}

function told(story: Story, type: ConditionType) {
  const found = story.status().conditions.find((condition) => condition.type === type);
  return found && { status: found.status, at: found.lastTransitionTime, reason: found.reason };
}

describe('HalfApplied', () => {
  for (const message of [DIRTY, P3009, FLYWAY_FAILED]) {
    it(`is what a run said of the database: ${message.slice(0, 40).replaceAll('\n', ' ')}…`, () => {
      const story = begin().see(21, replica('p1', failed('a1', { from: 10, to: 20, message })));
      expect(told(story, 'HalfApplied')).to.deep.equal({ status: 'True', at: at(20), reason: 'SaidByRun' });
      expect(story.status().state).to.equal('HalfApplied');
    });
  }

  it('quotes the run', () => {
    const story = begin().see(21, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY })));
    expect(story.status().message).to.equal(
      'A migration was left in the middle, as a run in pod p1 says: error: Dirty database version 12. Fix and force version.',
    );
  });

  it('stays while runs go on to fail', () => {
    const story = begin()
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY })))
      .see(41, replica('p1', failed('a2', { rc: 1, from: 30, to: 40, message: 'connection refused' })));
    expect(told(story, 'HalfApplied')).to.include({ status: 'True', at: at(20) });
  });

  it('ends with a success that began later, and not with one that was under way', () => {
    const story = begin()
      .see(5, replica('p2', running('b1', { at: 5 })))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY })))
      .see(26, replica('p2', succeeded('b1', { from: 5, to: 25 })));
    expect(told(story, 'HalfApplied')).to.include({ status: 'True' });
    story.see(41, replica('p1', succeeded('a2', { rc: 1, from: 30, to: 40 })));
    expect(told(story, 'HalfApplied')).to.include({ status: 'False', at: at(40) });
  });

  it('ends in the same way whatever is seen first', () => {
    const story = begin()
      .see(41, replica('p2', succeeded('b1', { from: 30, to: 40 })))
      .see(45, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY })));
    expect(told(story, 'HalfApplied')).to.include({ status: 'False', at: at(40) });
  });

  const release = (number: number): ContainerInput => ({
    image: `shop/api:${number}`,
    command: ['migrate', '-path', '/sql', 'up'],
  });

  it('is not ended by an older release that is rolled back to', () => {
    const story = begin()
      .see(6, replica('p0', succeeded('x1', { from: 1, to: 5 }), release(1)))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY }), release(2)))
      .see(41, replica('p2', succeeded('b1', { from: 30, to: 40 }), release(1)));
    expect(told(story, 'HalfApplied')).to.include({ status: 'True' });
  });

  it('is ended by a newer release that repairs it', () => {
    const story = begin()
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY }), release(2)))
      .see(41, replica('p2', succeeded('b1', { from: 30, to: 40 }), release(3)));
    expect(told(story, 'HalfApplied')).to.include({ status: 'False', at: at(40) });
  });

  it('S41 an interruption proves no damage: the message says what may be', () => {
    const story = begin().see(40, replica('p1', terminated('a1', 143, { from: 0, to: 32 })).deleted(30));
    expect(told(story, 'HalfApplied')).to.equal(undefined);
    expect(story.status().message).to.equal(
      'Its last run, in pod p1, was interrupted in the middle of a migration, which may be half applied now.',
    );
  });
});

describe('StuckLock', () => {
  it('a holder that is no living pod has left an orphan', () => {
    const killed = replica(DEAD, terminated('x1', 137, { from: 1, to: 8 }))
      .phase('Failed')
      .deleted(6);
    const story = begin()
      .see(2, replica(DEAD, running('x1', { at: 1 })))
      .lose(9, killed)
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy(DEAD) })));
    expect(told(story, 'StuckLock')).to.deep.equal({ status: 'True', at: at(20), reason: 'OrphanLock' });
    expect(story.status().message).to.match(
      /^Orphan lock: pod p1 found the lock taken by web-6d4b75cb6d-9b7zz, and no pod of that name lives any more: liquibase/,
    );
  });

  it('a holder that lives makes it a wait, also where it has no init container', () => {
    const holder = job('schema');
    const story = begin()
      .see(1, holder, pod('schema-x7k2p').ownedBy(holder))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy('schema-x7k2p') })));
    expect(told(story, 'StuckLock')).to.equal(undefined);
  });

  it('a holder that has ended is an orphan', () => {
    const story = begin()
      .see(1, pod('schema-1').phase('Failed'))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy('schema-1') })));
    expect(told(story, 'StuckLock')).to.include({ reason: 'OrphanLock' });
  });

  it('a holder that lives in another namespace makes it a wait', () => {
    const story = begin()
      .see(1, pod('schema-1').namespace('other'))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy('schema-1') })));
    expect(told(story, 'StuckLock')).to.equal(undefined);
  });

  for (const host of ['ci-runner-7', DEAD])
    it(`a holder that may live where nobody looks is not called dead: ${host}`, () => {
      const story = begin().see(
        21,
        replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy(host) })),
      );
      expect(told(story, 'StuckLock')).to.include({ status: 'True', reason: 'HolderUnseen' });
      expect(story.status().message.split(': liquibase')[0]).to.equal(
        `Pod p1 found the lock taken by ${host}, which is no pod that is known to live`,
      );
    });

  it('an earlier run in the same pod is a dead holder', () => {
    const story = begin()
      .see(9, replica('p1', terminated('a1', 137, { from: 1, to: 8, reason: 'OOMKilled' })))
      .see(21, replica('p1', failed('a2', { rc: 1, from: 10, to: 20, message: lockedBy('p1') })));
    expect(told(story, 'StuckLock')).to.include({ reason: 'OrphanLock' });
    expect(story.status().message).to.include('an earlier run of that name has left it behind');
  });

  it('an earlier pod of the same name is a dead holder, too', () => {
    const set = statefulSet('db').init('migrate').replicas(1).revision('r1');
    const member = (uid: string, state: State) =>
      pod('db-0').uid(uid).ownedBy(set).revision('r1').init('migrate', state);
    const story = new Story()
      .see(0, set, member('first', running('a1', { at: 1 })))
      .lose(8, member('first', running('a1', { at: 1 })).deleted(7))
      .see(21, member('second', failed('b1', { from: 10, to: 20, message: lockedBy('db-0') })).at(9));
    expect(told(story, 'StuckLock')).to.include({ reason: 'OrphanLock' });
  });

  it('a holder with the name of a node cannot be told', () => {
    const story = begin()
      .see(15, replica('p2', running('b1', { at: 5 })))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy('n1') })));
    expect(told(story, 'StuckLock')).to.equal(undefined);
  });

  it('is an orphan to those who retry once the holder is gone', () => {
    const story = begin()
      .see(6, replica('p0', running('x1', { at: 5 })))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy('p0') })));
    expect(told(story, 'StuckLock')).to.equal(undefined);
    story
      .lose(
        30,
        replica('p0', failed('x1', { from: 5, to: 29 }))
          .phase('Failed')
          .deleted(29),
      )
      .see(51, replica('p1', failed('a2', { rc: 1, from: 40, to: 50, message: lockedBy('p0') })));
    expect(told(story, 'StuckLock')).to.deep.equal({ status: 'True', at: at(50), reason: 'OrphanLock' });
  });

  it('is held by nobody who has gone as it ran, ten minutes later', () => {
    const gone = replica('p0', running('x1', { at: 5 }));
    const story = begin()
      .see(6, gone)
      .lose(30, gone)
      .see(971, replica('p1', failed('a1', { from: 960, to: 970, message: FLYWAY_LOCK })));
    expect(told(story, 'StuckLock')).to.include({ status: 'True', reason: 'HolderUnseen' });
  });

  for (const message of [FLYWAY_LOCK, KNEX_LOCK]) {
    it(`a lock that nobody was seen to hold: ${message.slice(0, 30)}…`, () => {
      const story = begin().see(71, replica('p1', failed('a1', { from: 10, to: 70, message })));
      expect(told(story, 'StuckLock')).to.deep.equal({ status: 'True', at: at(70), reason: 'HolderUnseen' });
    });

    it(`a lock that another run holds ends well: ${message.slice(0, 30)}…`, () => {
      const story = begin()
        .see(6, replica('p0', running('x1', { at: 5 })))
        .see(61, replica('p1', failed('a1', { from: 10, to: 60, message })))
        .see(91, replica('p0', succeeded('x1', { from: 5, to: 90 })))
        .see(102, replica('p1', succeeded('a2', { rc: 1, from: 91, to: 101 })));
      expect(told(story, 'StuckLock')).to.equal(undefined);
    });
  }

  it('another run that fails for the lock, too, does not hold it', () => {
    const story = begin()
      .see(65, replica('p2', failed('b1', { from: 12, to: 62, message: FLYWAY_LOCK })))
      .see(71, replica('p1', failed('a1', { from: 10, to: 60, message: FLYWAY_LOCK })));
    expect(told(story, 'StuckLock')).to.include({ reason: 'HolderUnseen' });
  });

  it('a wait for rows of others is stuck only when it lasts', () => {
    const story = begin().see(21, replica('p1', failed('a1', { from: 10, to: 20, message: MYSQL_WAIT })));
    expect(told(story, 'StuckLock')).to.equal(undefined);
    story.see(600, replica('p1', failed('a2', { rc: 1, from: 580, to: 599, message: MYSQL_WAIT })));
    expect(told(story, 'StuckLock')).to.equal(undefined);
    story.see(640, replica('p1', failed('a3', { rc: 2, from: 610, to: 639, message: MYSQL_WAIT })));
    expect(told(story, 'StuckLock')).to.deep.equal({ status: 'True', at: at(639), reason: 'HeldForLong' });
  });

  it('ends with the first success, whoever gets the lock', () => {
    const story = begin()
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy(DEAD) })))
      .see(41, replica('p2', succeeded('b1', { from: 15, to: 40 })));
    expect(told(story, 'StuckLock')).to.include({ status: 'False', at: at(40), reason: 'Succeeded' });
  });

  it('ends when a living pod has got the lock', () => {
    const story = begin()
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy(DEAD) })))
      .see(31, replica('p2', running('b1', { at: 30 })))
      .see(51, replica('p1', failed('a2', { rc: 1, from: 40, to: 50, message: lockedBy('p2') })));
    expect(told(story, 'StuckLock')).to.include({ status: 'False', at: at(50), reason: 'HolderLives' });
  });
});

describe('what a run says, over a restart of the operator', () => {
  it('is known to be over', () => {
    const story = begin()
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY })))
      .see(41, replica('p2', succeeded('b1', { from: 30, to: 40 })));
    expect(told(story.restart(50), 'HalfApplied')).to.include({ status: 'False', at: at(40) });
  });

  it('stands until a success that began later', () => {
    const story = begin().see(21, replica('p1', failed('a1', { from: 10, to: 20, message: DIRTY })));
    expect(told(story.restart(50), 'HalfApplied')).to.include({ status: 'True', at: at(20) });
    story.see(71, replica('p1', succeeded('a2', { rc: 1, from: 60, to: 70 })));
    expect(told(story, 'HalfApplied')).to.include({ status: 'False', at: at(70) });
  });

  it('is not judged again by who lives by then', () => {
    const story = begin()
      .see(6, replica('p0', running('x1', { at: 5 })))
      .see(21, replica('p1', failed('a1', { from: 10, to: 20, message: lockedBy('p0') })))
      .restart(50, (world) => world.away({ gone: replica('p0', running('x1', { at: 5 })) }));
    expect(told(story, 'StuckLock')).to.equal(undefined);
  });

  it('is not judged again when its log is read again', () => {
    const holder = replica('web-h2-x7k2p', running('x1', { at: 5 }));
    // The ledger has no room for what so many said.
    const others = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6'].map((name) =>
      replica(name, failed(name, { from: 22, to: 28, message: lockedBy('web-h2-x7k2p') })),
    );
    const words = {
      podUid: uid('pod.default.p1'),
      container: 'migrate',
      id: containerId('containerd://a1'),
      text: lockedBy('web-h2-x7k2p'),
    };
    const story = begin()
      .see(6, holder)
      .see(21, replica('p1', failed('a1', { from: 10, to: 20 })))
      .tell(22, { type: 'said', words });
    expect(told(story, 'StuckLock')).to.equal(undefined);
    story
      .see(30, ...others)
      .restart(50, (world) => world.away({ gone: holder }))
      .lose(51, holder.deleted(50))
      .tell(52, { type: 'said', words });
    expect(told(story, 'StuckLock')).to.equal(undefined);
  });

  it('is judged at the first start by all that live, whatever their order', () => {
    const pods = [
      replica('p1', failed('a1', { from: 10, to: 20, message: FLYWAY_LOCK })),
      replica('p2', running('b1', { at: 5 })).at(9),
    ];
    const story = new Story({}, [node('n1'), workload, revision, ...pods], 30);
    expect(told(story, 'StuckLock')).to.equal(undefined);
  });
});

describe('neither HalfApplied nor StuckLock', () => {
  const negatives: readonly (readonly [title: string, message: string])[] = [
    ['an application’s own relation that exists', 'ERROR:  relation "users" already exists'],
    ['a database that is not there', 'connection to server at "db" failed: Connection refused'],
    ['a waiter that timed out', 'TimeoutError: There are still unapplied migrations after 60 seconds.'],
    ['a deadlock', 'ERROR:  deadlock detected'],
    ['nothing', ''],
  ];
  for (const [title, message] of negatives) {
    it(title, () => {
      const story = begin().see(21, replica('p1', failed('a1', { from: 10, to: 20, message })));
      expect(told(story, 'HalfApplied')).to.equal(undefined);
      expect(told(story, 'StuckLock')).to.equal(undefined);
    });
  }

  it('in what a real kubelet has shown', () => {
    const names = readdirSync(new URL('../recordings/', import.meta.url))
      .filter((file) => file.endsWith('.jsonl.gz'))
      .map((file) => file.replace('.jsonl.gz', ''));
    const opened = names.flatMap((name) =>
      replayRecording(name).flatMap(({ status }) => status.conditions.map(({ type }) => type)),
    );
    expect(opened).to.include('CrashLooping').and.to.not.include.members(['HalfApplied']);
    expect(opened).to.not.include('StuckLock');
  });
});
