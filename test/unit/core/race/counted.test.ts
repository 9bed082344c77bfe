import { expect } from 'chai';
import { createClassifier } from '../../../../src/core/classify/classifier.ts';
import type { RaceLevel } from '../../../../src/core/model/names.ts';
import { uid } from '../../../../src/core/model/refs.ts';
import { Counted, toldIn } from '../../../../src/core/race/counted.ts';
import { Field } from '../../../../src/core/race/field.ts';
import type { Entrant } from '../../../../src/core/race/meeting.ts';
import { ContainerTrack } from '../../../../src/core/track/containerTrack.ts';
import { containerSpec } from '../../../../src/facts/container.ts';
import { ALEMBIC } from '../../../build/container.ts';
import { runLike } from '../runLike.ts';

const spec = containerSpec({ name: 'migrate', ...ALEMBIC });
const verdict = createClassifier()(spec, { workloadKind: 'Deployment' });
const workload = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
  uid: uid('web'),
};

describe('races of which a late run shows that they were one', () => {
  const container = new ContainerTrack(
    spec,
    verdict,
    () => 0,
    () => undefined,
  );
  const counted = new Counted(container);
  const field = new Field({ groupsOf: () => [], version: () => 0 });
  const entrant = (pod: string): Entrant => ({
    run: runLike({ pod, from: 1, to: 5 }),
    workload,
    party: undefined,
    told: undefined,
    field,
  });
  const [a, b, c] = [entrant('a'), entrant('b'), entrant('c')];

  function tell(level: RaceLevel, ...own: readonly Entrant[]): void {
    const episode = {
      level,
      waited: false,
      runs: own.map(({ run }) => run),
      startedAt: 1,
      endedAt: 5,
      joinableUntil: 5,
      certainAt: 5,
      overlap: 1,
      skewBound: 0,
    };
    counted.tell({ container, own, episode });
  }

  const total = (...others: readonly Entrant[]): number => {
    const open = toldIn([a, b, c, ...others]).map((told) => [told, told.level] as const);
    const counts = counted.counts(new Map(open));
    return counts.possible + counts.observed + counts.failed;
  };

  it('give one that is too many once, however often they meet and part', () => {
    tell('possible', a, b);
    tell('possible', c);
    tell('possible', c, a);
    tell('observed', b);
    tell('observed', c, a, b);
    expect(container.surplusRaces).to.deep.equal({ possible: 1, observed: 0, failed: 0 });
    expect(total()).to.equal(2);
  });

  it('let one later race take its place, and count the next', () => {
    const [late, next] = [entrant('late'), entrant('next')];
    tell('observed', late);
    expect(total(late)).to.equal(2);
    tell('observed', next);
    expect(total(late, next)).to.equal(3);
  });
});
