import { table } from '../../src/cli/table.ts';
import { step, toStderr } from '../lab/report.ts';
import type { Check } from './checks.ts';
import { dashboardQueries, dashboardVariables } from './dashboard.ts';
import { metricLines } from './metrics.ts';
import { block, chapter, say, show } from './narrator.ts';
import { type Alert, Prometheus } from './prometheus.ts';
import type { Stage } from './stage.ts';
import { within } from './until.ts';

const ALERT = 'ConfessorInitRacing';
const PATIENCE = 30;

async function showMetrics({ operator }: Stage): Promise<void> {
  say('How many side-effecting init containers each workload has, and how often they raced:');
  for (const name of ['side_effecting_init_containers', 'init_container_races_total']) {
    const lines = await metricLines(operator, new RegExp(`^confessor_${name}`));
    show(`curl -s ${operator}/metrics | grep '^confessor_${name}'`, lines.join('\n'));
  }
}

function showAlerts(url: string, alerts: readonly Alert[]): void {
  const rows = alerts.map(({ state, labels, annotations }) => [
    state,
    labels['alertname'] ?? '',
    labels['severity'] ?? '',
    annotations['summary'] ?? '',
  ]);
  show(`curl -s ${url}/api/v1/alerts   # as a table`, table(['STATE', 'ALERT', 'SEVERITY', 'SUMMARY'], rows));
}

async function alertCheck(stage: Stage, prometheus: Prometheus, workload: string): Promise<Check> {
  const firing = (alert: Alert) => alert.labels['alertname'] === ALERT && alert.state === 'firing';
  await within(`${ALERT} fires`, stage.signal, PATIENCE, async () =>
    (await prometheus.alerts()).find(firing),
  );
  const alerts = await prometheus.alerts();
  showAlerts(prometheus.url, alerts);
  const alert = alerts.find((each) => firing(each) && each.labels['workload'] === workload);
  const endedAt = stage.audience.finding(workload, 'migrate')?.status.races.last?.endedAt;
  const before = endedAt === undefined ? Number.NaN : (prometheus.startedAt - Date.parse(endedAt)) / 1000;
  return {
    what: `${ALERT} fires although the race was over before the first scrape`,
    wanted: 'firing, over before',
    measured: `${alert?.state ?? 'not firing'}, over ${before.toFixed(0)} s before`,
    seen: alert !== undefined && before > 0,
  };
}

/** Rates need two scrapes, so each query gets a little time. */
async function dashboardCheck({ signal }: Stage, prometheus: Prometheus): Promise<Check> {
  const rows: [string, number][] = [];
  for (const { title, expr } of dashboardQueries()) {
    const found = await within(`data for "${title}"`, signal, PATIENCE, async () => {
      const series = await prometheus.count(expr);
      return series > 0 ? series : undefined;
    });
    rows.push([title, found ?? 0]);
  }
  for (const { name, metric, label } of dashboardVariables())
    rows.push([`variable ${name}`, await prometheus.countLabelValues(metric, label)]);
  say('And every query of the shipped Grafana dashboard has data in that Prometheus:');
  block(
    table(
      ['PANEL', 'SERIES'],
      rows.map(([title, series]) => [title, String(series)]),
    ),
  );
  const empty = rows.filter(([, series]) => series === 0).map(([title]) => title);
  return {
    what: 'every query of the dashboard returns data',
    wanted: `${rows.length} of ${rows.length}`,
    measured: `${rows.length - empty.length} of ${rows.length}${empty.length > 0 ? `, not: ${empty.join(', ')}` : ''}`,
    seen: empty.length === 0,
  };
}

/** What monitoring sees that comes after the incident. */
export async function prometheusScene(
  stage: Stage,
  workload: string,
): Promise<{ readonly prometheus: Prometheus; readonly checks: readonly Check[] }> {
  chapter('Prometheus comes late');
  await showMetrics(stage);
  say(
    'Only now a Prometheus starts, with the shipped alert rules. The race is long over, yet it must be told: the series carry the time of the last race and the lifetime count, not an increase that somebody had to witness.',
  );
  const prometheus = await step(toStderr, 'Prometheus', () => Prometheus.start(stage.operator, stage.signal));
  const alert = await alertCheck(stage, prometheus, workload);
  return { prometheus, checks: [alert, await dashboardCheck(stage, prometheus)] };
}
