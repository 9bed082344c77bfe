import { PanelBuilder as BarsBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { BigValueGraphMode, VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as LinesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Generated } from './generated.ts';
import { type PanelRow, SECTIONS } from './panels.ts';

const SOURCE = { type: 'prometheus', uid: '$datasource' };
const HEIGHT = 8;

export function dashboardFiles(): readonly Generated[] {
  const dashboard = new DashboardBuilder('Confessor: what init containers confess')
    .uid('confessor')
    .description('What init containers really do, how often they ran again, raced or crash-looped.')
    .tags(['kubernetes', 'confessor'])
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(namespaceVariable());
  for (const section of SECTIONS) {
    dashboard.withRow(new RowBuilder(section.title));
    for (const row of section.panels) dashboard.withPanel(panel(row));
  }
  return [
    {
      path: 'config/dashboards/confessor.json',
      text: `${JSON.stringify(dashboard.build(), undefined, 2)}\n`,
    },
  ];
}

function namespaceVariable(): QueryVariableBuilder {
  return new QueryVariableBuilder('namespace')
    .label('Namespace')
    .datasource(SOURCE)
    .query({ query: 'label_values(confessor_init_container_info, namespace)', refId: 'namespace' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .includeAll(true)
    .allValue('.*')
    .multi(true)
    .current({ text: 'All', value: '$__all' });
}

function panel(row: PanelRow) {
  const builder = shapeOf(row).title(row.title).description(row.description).datasource(SOURCE);
  builder
    .height(HEIGHT)
    .span(row.width)
    .unit(row.unit ?? 'short');
  for (const [index, { expr, legend }] of row.queries.entries()) {
    const query = new DataqueryBuilder()
      .expr(expr)
      .legendFormat(legend)
      .refId(String.fromCharCode(65 + index));
    if (row.shape === 'lines') query.range();
    else query.instant();
    if (row.shape === 'table') query.format(PromQueryFormat.Table);
    builder.withTarget(query);
  }
  return builder;
}

function shapeOf({ shape }: PanelRow) {
  switch (shape) {
    case 'stat':
      return new StatBuilder().graphMode(BigValueGraphMode.None);
    case 'bars':
      return new BarsBuilder().orientation(VizOrientation.Horizontal);
    case 'table':
      return new TableBuilder();
    case 'lines':
      return new LinesBuilder().fillOpacity(10);
  }
}
