import { renderFinding } from '../../api/render.ts';
import { renderSnapshot } from '../../telemetry/renderSnapshot.ts';
import type { Replay } from './replay.ts';

/** `{"findings": [InitContainerFinding…], "metrics": "…exposition text…"}` */
export function asJson({ findings, snapshot }: Replay): string {
  const metrics = renderSnapshot(snapshot);
  return `${JSON.stringify({ findings: findings.map(renderFinding), metrics }, undefined, 2)}\n`;
}
