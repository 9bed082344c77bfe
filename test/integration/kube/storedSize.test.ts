import { expect } from 'chai';
import type { Finding, StoredFinding } from '../../../src/core/model/finding.ts';
import { agentsWithRows, longNames, racingFleet } from '../../timeline/fleet.ts';
import type { Story } from '../../timeline/story.ts';
import { FindingDesk } from './findingDesk.ts';

const MOST_BYTES = 16 * 1024;

const STORIES: readonly (readonly [string, () => Story])[] = [
  ['of 5,000 pods that raced', racingFleet],
  ['of 5,000 pods that each need a row of the ledger', agentsWithRows],
  ['of names as long as Kubernetes allows', longNames],
];

describe('a finding as the API server stores it', () => {
  let desk: FindingDesk;

  before(async () => {
    desk = await FindingDesk.open();
  });
  after(() => desk.close());

  async function written(wanted: Finding, seen: StoredFinding | undefined): Promise<void> {
    const result = await desk.writer.write(wanted, seen);
    expect(result.kind, JSON.stringify(result)).to.equal('written');
  }

  for (const [what, tell] of STORIES) {
    it(`${what}, is at most 16 KiB, managedFields included`, async function () {
      this.timeout(60_000);
      const story = tell();
      const wanted = desk.own(only(story));
      await written(wanted, undefined);
      const first = await desk.object(wanted);
      const next = desk.own(only(story.restart(5000)));
      await written(next, await desk.seen(wanted));
      for (const object of [first, await desk.object(next)]) {
        expect(object.metadata).to.have.property('managedFields');
        expect(Buffer.byteLength(JSON.stringify(object))).to.be.at.most(MOST_BYTES);
      }
    });
  }
});

function only(story: Story): Finding {
  const [finding] = story.findings();
  if (finding === undefined) throw new Error('no finding');
  return finding;
}
