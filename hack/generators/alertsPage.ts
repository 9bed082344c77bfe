import { CONDITION_MEANINGS } from '../../src/core/model/meanings/conditions.ts';
import { ALERTS, type Alert, alertName } from './alertRules.ts';
import { type Generated, markdownFile } from './generated.ts';

/** The runbook: what each alert means, what to do, and when it ends. */
export function alertsPage(): readonly Generated[] {
  return [
    markdownFile('docs/alerts.md', [
      '# Alerts',
      '',
      'The rules are in `config/alerts`: as a plain rule file, and as a `PrometheusRule`. They need `honor_labels: true` on the',
      'scrape.',
      ...ALERTS.flatMap(section),
    ]),
  ];
}

function section(alert: Alert): readonly string[] {
  const { means, detail, matters, steps, ends } = CONDITION_MEANINGS[alert.condition];
  return [
    '',
    `## ${alertName(alert.condition)}`,
    '',
    ...[means, detail, matters].filter((text) => text !== ''),
    ...(alert.for === undefined ? [] : [`The alert comes when that has been so for ${alert.for}.`]),
    ...(alert.only === undefined ? [] : [alert.only]),
    '',
    ...steps.map((step, at) => `${at + 1}. ${step}`),
    '',
    `The alert ends ${ends}.`,
    ...(alert.despiteAcceptance ? ['Accepting the finding does not silence it.'] : []),
  ];
}
