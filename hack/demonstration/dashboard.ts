import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkout } from './stage.ts';

const targetSchema = z.object({ expr: z.string() });
const panelSchema = z.object({ title: z.string().default(''), targets: z.array(targetSchema).default([]) });
const dashboardSchema = z.object({
  panels: z.array(panelSchema),
  templating: z.object({
    list: z.array(
      z.object({ name: z.string(), query: z.union([z.string(), z.object({ query: z.string() })]) }),
    ),
  }),
});

/** One query of the shipped dashboard, with its variables filled in. */
export interface DashboardQuery {
  readonly title: string;
  readonly expr: string;
}

/** A variable whose values are those of a label. */
export interface LabelVariable {
  readonly name: string;
  readonly metric: string;
  readonly label: string;
}

function dashboard() {
  const text = readFileSync(join(checkout, 'config', 'dashboards', 'confessor.json'), 'utf8');
  return dashboardSchema.parse(JSON.parse(text));
}

/** Every query of every panel, for all namespaces. */
export function dashboardQueries(): readonly DashboardQuery[] {
  return dashboard().panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ title, expr: expr.replaceAll('$namespace', '.*') })),
  );
}

/** The variables that ask Prometheus. */
export function dashboardVariables(): readonly LabelVariable[] {
  return dashboard().templating.list.flatMap(({ name, query }) => {
    const asked = /^label_values\((\w+), (\w+)\)$/.exec(typeof query === 'string' ? query : query.query);
    const [, metric, label] = asked ?? [];
    return metric === undefined || label === undefined ? [] : [{ name, metric, label }];
  });
}
