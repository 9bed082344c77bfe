import { expect } from 'chai';
import type { Snapshot } from '../../../src/core/model/snapshot.ts';
import { FindingCollector } from '../../../src/telemetry/findingCollector.ts';
import { renderSnapshot } from '../../../src/telemetry/renderSnapshot.ts';
import { container, quiet, runs, snapshot } from './snapshots.ts';

/** Series and values of a page, without comments. */
function series(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const pairs = lines.map(
    (line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))] as const,
  );
  expect(new Set(pairs.map(([name]) => name)).size, 'a series stands twice').to.equal(pairs.length);
  return new Map(pairs);
}

const of = (shot: Snapshot) => series(renderSnapshot(shot));
const w = 'namespace="shop",workload_kind="Deployment",workload="web"';
const other = 'namespace="shop",workload_kind="other",workload="other"';

describe('the metrics of findings', () => {
  it('count the side-effecting init containers of a workload', () => {
    const two = [
      container(),
      container({ container: 'seed', category: 'Seed' }),
      container({ container: 'wait', sideEffecting: false }),
    ];
    expect(of(snapshot(two)).get(`confessor_side_effecting_init_containers{${w}}`)).to.equal(2);
  });

  it('of a quiet harmless container are its description alone', () => {
    expect([...of(snapshot([quiet()]))]).to.deep.equal([
      [
        `confessor_init_container_info{${w},container="chown",category="permissions",grade="legitimate",side_effecting="false",tool="",origin="template"}`,
        1,
      ],
    ]);
  });

  it('tell a race by the highest level, and when it was', () => {
    const raced = container({
      races: { possible: 0, observed: 0, failed: 2 },
      lastRaceAt: { failed: 1_700_000_000_000 },
    });
    const all = of(snapshot([raced]));
    expect(all.get(`confessor_init_container_races_total{${w},container="migrate",level="failed"}`)).to.equal(
      2,
    );
    expect(
      all.get(
        `confessor_init_container_last_race_timestamp_seconds{${w},container="migrate",level="failed"}`,
      ),
    ).to.equal(1_700_000_000);
  });

  it('say of a container without side effects nothing about races', () => {
    expect(
      [...of(snapshot([container({ sideEffecting: false })])).keys()].filter((name) => name.includes('race')),
    ).to.deep.equal([]);
  });

  it('keep apart two workloads of one name only where labels can', () => {
    const again = container({ runs: runs({ Succeeded: 1 }) });
    const before = container({
      workload: { ...again.workload, uid: again.workload.uid },
      container: 'migrate',
      runs: runs({ Succeeded: 2 }),
    });
    expect(
      of(snapshot([again, before])).get(
        `confessor_init_container_runs_total{${w},container="migrate",outcome="succeeded"}`,
      ),
    ).to.equal(3);
  });

  it('sum up transient pods without a workload', () => {
    const all = of(
      snapshot([], {
        transient: [
          { namespace: 'ci', workloadKind: 'Pod', sideEffecting: 3, runs: runs({ Succeeded: 40 }) },
        ],
      }),
    );
    expect(
      all.get('confessor_side_effecting_init_containers{namespace="ci",workload_kind="Pod",workload=""}'),
    ).to.equal(3);
    expect(
      all.get(
        'confessor_init_container_runs_total{namespace="ci",workload_kind="Pod",workload="",container="",outcome="succeeded"}',
      ),
    ).to.equal(40);
  });

  it('escape what a kind may be called', () => {
    const strange = container();
    const text = renderSnapshot(snapshot([{ ...strange, tool: 'a"b\\c\nd' }]));
    expect(text).to.include('tool="a\\"b\\\\c\\nd"');
  });

  it('end with what they speak of', () => {
    const collector = new FindingCollector({ max: 1000, perNamespace: 1000 });
    collector.collect(snapshot([container()]));
    expect(collector.collect(snapshot([])).text).to.equal('');
  });
});

describe('the limits of series', () => {
  const limits = { max: 1000, perNamespace: 40 };
  const many = (count: number, make = container) =>
    Array.from({ length: count }, (_, index) => make({ name: `w${index}` }));

  it('fold what is too much of one namespace into other, and say how much', () => {
    const page = new FindingCollector(limits).collect(
      snapshot(many(4, (c) => container({ ...c, runs: runs({ Failed: 1 }) }))),
    );
    const all = series(page.text);
    expect(
      all.get(`confessor_init_container_runs_total{${other},container="other",outcome="failed"}`),
    ).to.equal(2);
    expect(all.get(`confessor_side_effecting_init_containers{${other}}`)).to.equal(2);
    expect(page.exported).to.equal(all.size);
    expect(page.folded).to.be.greaterThan(0);
  });

  it('leave other namespaces alone', () => {
    const page = new FindingCollector(limits).collect(
      snapshot([...many(9), container({ namespace: 'bank', name: 'ledger' })]),
    );
    expect(page.text).to.include('namespace="bank",workload_kind="Deployment",workload="ledger"');
  });

  it('keep half of the room for what is side-effecting or open', () => {
    const page = new FindingCollector(limits).collect(
      snapshot([...many(60, quiet), container({ name: 'late' })]),
    );
    expect(
      series(page.text).get(
        'confessor_side_effecting_init_containers{namespace="shop",workload_kind="Deployment",workload="late"}',
      ),
    ).to.equal(1);
    expect([...series(page.text).keys()].filter((name) => name.includes('chown'))).to.have.length(20);
  });

  it('do not take series from those who have them', () => {
    const collector = new FindingCollector(limits);
    const first = many(60, quiet).slice(0, 20);
    collector.collect(snapshot(first));
    const page = collector.collect(
      snapshot([...many(3, (c) => container({ ...c, name: `new-${c?.name}` })), ...first]),
    );
    for (const { workload } of first)
      expect(page.text).to.include(`workload="${workload.name}",container="chown"`);
  });

  it('give the room of what is gone to what comes', () => {
    const collector = new FindingCollector(limits);
    collector.collect(snapshot(many(2)));
    expect(collector.collect(snapshot([container({ name: 'next' })])).folded).to.equal(0);
  });

  it('sum up all namespaces in one when all is full', () => {
    const page = new FindingCollector({ max: 40, perNamespace: 40 }).collect(
      snapshot(['a', 'b', 'c', 'd', 'e'].map((namespace) => container({ namespace }))),
    );
    expect(
      series(page.text).get(
        'confessor_side_effecting_init_containers{namespace="other",workload_kind="other",workload="other"}',
      ),
    ).to.equal(3);
  });

  it('raise no alert for what was accepted', () => {
    const racing = (accepted: boolean) => snapshot([container({ conditions: ['Racing'], accepted })]);
    const page = (accepted: boolean) =>
      new FindingCollector({ max: 1, perNamespace: 1 }).collect(racing(accepted)).text;
    expect(page(false)).to.include('condition="racing"');
    expect(page(true)).not.to.include('condition="racing"');
  });

  it('let no counter of other fall when a workload goes', () => {
    const collector = new FindingCollector({ max: 1, perNamespace: 1 });
    const total = (shot: Snapshot) =>
      series(collector.collect(shot).text).get(
        `confessor_init_container_runs_total{${other},container="other",outcome="failed"}`,
      );
    const five = (name: string) => container({ name, runs: runs({ Failed: 5 }) });
    expect(total(snapshot([five('a'), five('b')]))).to.equal(10);
    expect(total(snapshot([five('a')]))).to.equal(10);
  });
});
