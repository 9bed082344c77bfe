import { expect } from 'chai';
import { lockHolder } from '../../../src/core/classify/lockHolder.ts';

describe('the holder of a lock', () => {
  const LOCKED = 'Could not acquire change log lock.  Currently locked by';
  const rows: readonly (readonly [message: string, holder: string | undefined])[] = [
    [`${LOCKED} web-7d9f-x2x4p (10.0.0.4) since 1/1/26 1:00 PM`, 'web-7d9f-x2x4p'],
    [
      `${LOCKED} web-0.web.shop.svc.cluster.local (fd00::4) since 01.01.26, 13:00`,
      'web-0.web.shop.svc.cluster.local',
    ],
    [`${LOCKED} web-0#release (10.0.0.4) since 1/1/26`, 'web-0'],
    [`${LOCKED} UNKNOWN`, undefined],
    ['Waiting for changelog lock....', undefined],
  ];
  for (const [message, holder] of rows)
    it(`${message}: ${holder ?? 'not named'}`, () => expect(lockHolder(message)).to.equal(holder));
});
