import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startComponent, untilReady } from '../lab/components.ts';
import { freePort } from '../lab/ports.ts';
import { checkout, layout } from './stage.ts';

const NAME = 'prometheus';

const resultSchema = z.object({ data: z.object({ result: z.array(z.unknown()) }) });
const namesSchema = z.object({ data: z.array(z.string()) });
const alertSchema = z.object({
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  state: z.string(),
});
const alertsSchema = z.object({ data: z.object({ alerts: z.array(alertSchema) }) });

/** An alert as Prometheus has it. */
export type Alert = z.infer<typeof alertSchema>;

// JSON is YAML.
function configuration(operator: string): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [join(checkout, 'config', 'alerts', 'rules.yaml')],
    scrape_configs: [{ job_name: 'confessor', static_configs: [{ targets: [new URL(operator).host] }] }],
  });
}

/** A real Prometheus that scrapes the operator and judges the shipped rules. */
export class Prometheus {
  readonly url: string;
  readonly startedAt = Date.now();

  private constructor(url: string) {
    this.url = url;
  }

  static async start(operator: string, signal: AbortSignal): Promise<Prometheus> {
    const folder = join(layout.root, NAME);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, configuration(operator));
    const address = `127.0.0.1:${await freePort()}`;
    const prometheus = new Prometheus(`http://${address}`);
    const flags = {
      'config.file': file,
      'storage.tsdb.path': join(folder, 'data'),
      'web.listen-address': address,
      'log.level': 'warn',
    };
    const command = ['prometheus', ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)];
    await startComponent(layout, { name: NAME, command, stopSignal: 'SIGTERM' });
    await untilReady(layout, NAME, () => prometheus.#ready(), signal, 60_000);
    return prometheus;
  }

  async alerts(): Promise<readonly Alert[]> {
    return alertsSchema.parse(await this.#get('alerts')).data.alerts;
  }

  /** How many series a query returns. */
  async count(query: string): Promise<number> {
    const answer = await this.#get(`query?query=${encodeURIComponent(query)}`);
    return resultSchema.parse(answer).data.result.length;
  }

  /** How many values a label has on series of a metric: what a dashboard's variable offers. */
  async countLabelValues(metric: string, label: string): Promise<number> {
    return namesSchema.parse(await this.#get(`label/${label}/values?match[]=${metric}`)).data.length;
  }

  async #ready(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/-/ready`)).ok;
    } catch {
      return false;
    }
  }

  async #get(path: string): Promise<unknown> {
    return await (await fetch(`${this.url}/api/v1/${path}`)).json();
  }
}
