import { renderFinding } from '../../api/render.ts';
import type { Replay } from './replay.ts';

/** `{"findings": [InitContainerFinding…], "metrics": "…exposition text…"}` */
export async function asJson({ findings, snapshot }: Replay): Promise<string> {
  const { renderSnapshot } = await import('../../telemetry/renderSnapshot.ts');
  const metrics = await renderSnapshot(snapshot);
  return `${JSON.stringify({ findings: findings.map(renderFinding), metrics }, undefined, 2)}\n`;
}
