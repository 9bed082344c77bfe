import { expect } from 'chai';
import { succeeded } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(1);
const one = pod('web-h1-1')
  .sandbox(1)
  .init('migrate', succeeded('a1', { from: 5, to: 8 }));

describe('a pod that a new leader could not read at first', () => {
  const story = new Story()
    .see(0, workload, revision)
    .see(9, one.version(10))
    .restart(20, (back) => back.away({ gone: one }));

  it('is in the numbers as if it had gone', () => {
    expect(story.status().runs).to.include({ total: 1, succeeded: 1, exact: false });
  });

  it('counts once when it can be read again, and goes on', () => {
    story.gap(25).see(30, one.version(12));
    expect(story.status().runs).to.include({ total: 1, succeeded: 1 });
    const again = one.sandbox(40).init('migrate', succeeded('a2', { rc: 1, from: 40, to: 44 }));
    story.see(45, again.version(13));
    expect(story.status().runs).to.include({ total: 2, succeeded: 2 });
    story.lose(50, again.deleted(49).version(14));
    expect(story.status().runs).to.include({ total: 2, succeeded: 2, exact: false });
  });
});
