import { expect } from 'chai';
import type { Observation } from '../../../src/core/model/facts.ts';
import { uid } from '../../../src/core/model/refs.ts';
import { FindingStore, factSink, type Progress } from '../../../src/kube/reflect/sinks.ts';
import { finding, stored } from '../../build/finding.ts';

const ignored: Progress = { synced: () => undefined, leftOut: () => undefined };

describe('our own findings', () => {
  const web = uid('uid-web');

  it('stand by workload, and whoever changes one wakes its workload', () => {
    const woken: string[] = [];
    const store = new FindingStore((workload) => woken.push(workload), ignored);
    const migrate = stored(finding());
    const other = stored(finding({ workload: 'api', workloadUid: 'uid-api' }));
    for (const object of [migrate, other]) store.observe({ type: 'seen', object, isNew: true });
    expect(store.ofWorkload(web)).to.deep.equal([migrate]);
    expect(store.all()).to.deep.equal([migrate, other]);
    const edited = { ...migrate, resourceVersion: '11' };
    store.observe({ type: 'seen', object: edited, isNew: false });
    expect(store.ofWorkload(web)).to.deep.equal([edited]);
    store.observe({ type: 'gone', object: edited });
    expect(store.ofWorkload(web)).to.deep.equal([]);
    expect(woken).to.deep.equal(['uid-web', 'uid-api', 'uid-web', 'uid-web']);
  });
});

describe('what the engine hears', () => {
  it('is each change of a kind, and where a gap was', () => {
    const heard: Observation[] = [];
    const sink = factSink('Pod', (observation) => heard.push(observation), ignored);
    sink.observe({ type: 'gap' }, 0);
    sink.observe({ type: 'gap', namespace: 'shop' }, 0);
    expect(heard).to.deep.equal([
      { type: 'gap', kind: 'Pod' },
      { type: 'gap', kind: 'Pod', namespace: 'shop' },
    ]);
  });
});
