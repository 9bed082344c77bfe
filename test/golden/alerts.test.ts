import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { CONDITIONS } from '../../src/core/model/names.ts';
import { usePromtool } from './promtool.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const ruleFile = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({ alert: z.string(), expr: z.string(), annotations: z.object({ docs: z.string() }) }),
      ),
    }),
  ),
});

describe('the alert rules', () => {
  const promtool = usePromtool();
  const groups = ruleFile.parse(parse(read('config/alerts/rules.yaml'))).groups;
  const rules = groups.flatMap((group) => group.rules);

  it('fire and stay silent as their tests say', () => {
    expect(promtool(['test', 'rules', join(ROOT, 'test/alerts/rules.test.yaml')])).to.include('SUCCESS');
  });

  it('are valid', () => {
    expect(promtool(['check', 'rules', join(ROOT, 'config/alerts/rules.yaml')])).to.include(
      `SUCCESS: ${rules.length} rules found`,
    );
  });

  it('are called after the conditions that they tell of', () => {
    expect(
      rules
        .map(({ alert }) => alert.replace(/^ConfessorInit/, ''))
        .filter((name) => !CONDITIONS.some((one) => one === name)),
    ).to.deep.equal([]);
  });

  it('never rest on an increase, which the first sample of a series has not', () => {
    expect(
      rules.filter(({ expr }) => /\b(increase|rate|irate|delta|changes|resets)\s*\(/.test(expr)),
    ).to.deep.equal([]);
  });

  it('each lead to a section that tells what to do', () => {
    const sections = [...read('docs/alerts.md').matchAll(/^## (.+)$/gm)].map(
      ([, title = '']) => `docs/alerts.md#${title.toLowerCase()}`,
    );
    expect(rules.map(({ annotations }) => annotations.docs)).to.have.members(sections);
  });

  it('are the same for the Prometheus operator', () => {
    const custom = z.object({ spec: ruleFile }).parse(parse(read('config/alerts/prometheusrule.yaml')));
    expect(custom.spec.groups).to.deep.equal(groups);
  });
});
