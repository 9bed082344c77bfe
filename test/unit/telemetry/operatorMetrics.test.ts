import { expect } from 'chai';
import { EXCHANGE_RESULTS } from '../../../src/core/model/names.ts';
import type { ReflectMetrics } from '../../../src/kube/reflect/ports.ts';
import { OPERATOR_METRICS } from '../../../src/telemetry/definitions.ts';
import { createOperatorMetrics, type Gauges } from '../../../src/telemetry/operatorMetrics.ts';

const idle: Gauges = {
  queueDepth: 0,
  queueOldestMillis: 0,
  leader: false,
  pods: 0,
  nodesSkewed: 0,
  seriesExported: 0,
  seriesFolded: 0,
};
const build = { version: '0.1.0', node: 'v24.0.0' };

describe("the operator's own metrics", () => {
  it('tell what the reflectors told', async () => {
    const metrics = createOperatorMetrics(build);
    const reflect: ReflectMetrics = metrics.reflect;
    reflect.listed('Pod', 'clean', 250);
    reflect.watched('Pod', 'expired', 60_000);
    reflect.event('Pod', 'MODIFIED', 1_700_000_000_000);
    reflect.gap('Pod');
    const text = await metrics.render(idle);
    expect(text).to.include('confessor_lists_total{kind="Pod",result="clean"} 1\n');
    expect(text).to.include('confessor_list_duration_seconds{kind="Pod"} 0.25\n');
    expect(text).to.include('confessor_watches_total{kind="Pod",result="expired"} 1\n');
    expect(text).to.include('confessor_watch_events_total{kind="Pod",type="modified"} 1\n');
    expect(text).to.include('confessor_watch_last_event_timestamp_seconds{kind="Pod"} 1700000000\n');
    expect(text).to.include('confessor_gaps_total{kind="Pod"} 1\n');
  });

  it('stand at 0 for each way in which a list or a watch of a known kind may yet end', async () => {
    const metrics = createOperatorMetrics(build);
    metrics.reflect.listed('Pod', 'clean', 250);
    const text = await metrics.render(idle);
    for (const result of EXCHANGE_RESULTS) {
      const labels = `{kind="Pod",result="${result}"}`;
      expect(text).to.include(`confessor_lists_total${labels} ${result === 'clean' ? 1 : 0}\n`);
      expect(text).to.include(`confessor_watches_total${labels} 0\n`);
    }
  });

  it('tell how reconciles and writes went', async () => {
    const metrics = createOperatorMetrics(build);
    metrics.controller.reconciled('settled', 20);
    metrics.controller.wrote('update', 'conflict');
    const text = await metrics.render({
      ...idle,
      queueDepth: 4,
      queueOldestMillis: 1500,
      leader: true,
      seriesExported: 7,
      seriesFolded: 2,
    });
    expect(text).to.include('confessor_reconciles_total{result="settled"} 1\n');
    expect(text).to.include('confessor_reconcile_duration_seconds_bucket{le="0.025"} 1\n');
    expect(text).to.include('confessor_writes_total{operation="update",result="conflict"} 1\n');
    expect(text).to.include('confessor_leader 1\n');
    expect(text).to.include('confessor_queue_depth 4\n');
    expect(text).to.include('confessor_queue_oldest_seconds 1.5\n');
    expect(text).to.include('confessor_series{state="exported"} 7\nconfessor_series{state="folded"} 2\n');
  });

  it('are all there, with the version and the process', async () => {
    const text = await createOperatorMetrics(build).render(idle);
    const missing = Object.keys(OPERATOR_METRICS).filter(
      (name) => !text.includes(`# TYPE confessor_${name} `),
    );
    expect(missing).to.deep.equal([]);
    expect(text).to.include('confessor_build_info{version="0.1.0",node="v24.0.0"} 1\n');
    expect(text).to.include('process_cpu_seconds_total');
  });

  it('of two operators in one process do not mix', async () => {
    const [one, two] = [createOperatorMetrics(build), createOperatorMetrics(build)];
    one.reflect.gap('Pod');
    expect(await two.render(idle)).not.to.include('confessor_gaps_total{kind="Pod"}');
  });
});
