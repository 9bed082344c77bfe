import { expect } from 'chai';
import { succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

/* R44: a watch that is resumed may tell again what it has told before, in order. */

const { workload, revision, pod } = web(1);
const born = pod('web-h1-1').sandbox(1).init('migrate').version(10);
const done = born.init('migrate', succeeded('a1', { from: 1, to: 3 })).version(11);
const gone = done.deleted(20).phase('Succeeded').version(12);
const watched = () => new Story().see(0, workload, revision).see(1, born).see(4, done);

describe('a watch that tells again what it has told', () => {
  it('counts no pod again that has come and gone', () => {
    const story = watched().lose(21, gone);
    story.see(22, born).see(22, done);
    expect(story.status().runs).to.include({ total: 1, exact: true });
    story.lose(23, gone);
    expect(story.status().runs).to.include({ total: 1, exact: true });
  });

  it('takes a pod back to no older sandbox, and its exactness with it', () => {
    const later = done.initialized(4).sandbox(30).version(13);
    const again = later.init('migrate', succeeded('a2', { rc: 1, from: 30, to: 33 })).version(14);
    const story = watched().see(30, later).see(34, again).see(35, done.initialized(4)).see(35, later, again);
    expect(story.status().runs).to.include({ total: 2, exact: true });
  });

  it('scales no workload back', () => {
    const story = watched().see(40, workload.replicas(3).version(20)).see(41, workload.version(2));
    expect(story.status().races.potential).to.equal(true);
  });

  it('is believed after a list, which may be of a server that was set back', () => {
    const story = watched().gap(50).see(50, born.label('restored', 'yes').version(5), done.version(6));
    story.lose(60, done.deleted(60).phase('Succeeded').version(7));
    expect(story.status().runs).to.include({ total: 1, succeeded: 1 });
  });
});
