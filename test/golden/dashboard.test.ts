import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { z } from 'zod';
import { allMetrics } from '../../src/telemetry/definitions.ts';
import { usePromtool } from './promtool.ts';

const dashboardSchema = z.object({
  panels: z.array(
    z.object({
      id: z.number().optional(),
      type: z.string(),
      title: z.string(),
      targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
    }),
  ),
});

describe('the dashboard', () => {
  const promtool = usePromtool();
  const file = join(import.meta.dirname, '../../config/dashboards/confessor.json');
  const { panels } = dashboardSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

  it('asks in every panel, and titles each', () => {
    const shown = panels.filter(({ type }) => type !== 'row');
    expect(shown.length).to.be.at.least(10);
    expect(shown.filter(({ title, targets }) => title === '' || targets.length === 0)).to.deep.equal([]);
  });

  it('asks in valid PromQL', () => {
    const folder = mkdtempSync(join(tmpdir(), 'confessor-dashboard-'));
    const rules = queries.map((expr, index) => ({
      record: `q${index}`,
      expr: expr.replaceAll('$namespace', '.*'),
    }));
    writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'queries', rules }] }));
    try {
      expect(promtool(['check', 'rules', join(folder, 'rules.yaml')])).to.include(
        `SUCCESS: ${queries.length} rules found`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('asks only for metrics that there are', () => {
    const known = new Set(allMetrics().map(({ name }) => name));
    const asked = queries.flatMap((expr) => expr.match(/\bconfessor_[a-z_]+/g) ?? []);
    const base = (name: string) => (known.has(name) ? name : name.replace(/_(sum|count|bucket)$/, ''));
    expect(asked.filter((name) => !known.has(base(name)))).to.deep.equal([]);
  });
});
