import { renderFinding } from '../../api/render.ts';
import { FindingCollector } from '../../telemetry/findingCollector.ts';
import type { Replay } from './replay.ts';

/** The defaults of series.max and series.perNamespace. */
const LIMITS = { max: 100_000, perNamespace: 10_000 };

/** `{"findings": [InitContainerFinding…], "metrics": "…exposition text…"}` */
export function asJson({ findings, snapshot }: Replay): string {
  const metrics = new FindingCollector(LIMITS).collect(snapshot).text;
  return `${JSON.stringify({ findings: findings.map(renderFinding), metrics }, undefined, 2)}\n`;
}
