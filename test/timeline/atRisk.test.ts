import { expect } from 'chai';
import { at } from '../build/clock.ts';
import { running, waiting } from '../build/state.ts';
import { web } from './cast.ts';
import { Story } from './story.ts';

const { workload, revision, pod } = web(1);
const scaled = workload.replicas(3).written(50);

const since = (story: Story): string | undefined =>
  story.status().conditions.find(({ type }) => type === 'AtRisk')?.lastTransitionTime;

describe('since when a workload is at risk', () => {
  it('since it was made, where it was never seen without', () => {
    expect(since(new Story().see(7, workload.replicas(3).at(2).written(6), revision))).to.equal(at(2));
  });

  it('since it was scaled, where it had one replica before', () => {
    expect(since(new Story().see(0, workload, revision).see(55, scaled))).to.equal(at(50));
  });

  it('since it was scaled also where the operator was away', () => {
    const story = new Story().see(0, workload, revision).restart(90, (away) => away.away({ seen: scaled }));
    expect(since(story)).to.equal(at(50));
  });

  it('whatever else was found before', () => {
    const blocked = pod('web-h1-1').init('migrate', waiting('ImagePullBackOff'));
    const story = new Story().see(3, revision.revision(1), blocked).see(4, workload.replicas(3).at(2));
    expect(since(story)).to.equal(at(2));
  });

  it('whether somebody looked at it before or not', () => {
    const going = pod('web-h1-1').init('migrate', running('a1', { at: 1 }));
    const told = () => new Story().see(1, revision, going);
    const looked = told();
    looked.findings(2000);
    for (const story of [looked, told()])
      expect(since(story.see(2001, workload.replicas(3).at(2)))).to.equal(at(2));
  });
});
