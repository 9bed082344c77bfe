import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { run } from '../../hack/lab/command.ts';
import { untilTrue } from './until.ts';

const HACK = resolve(import.meta.dirname, '../../hack/confessor');

const replayedSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  spec: z.looseObject({ workloadRef: z.looseObject({ kind: z.string() }) }),
  status: z.unknown(),
});
const outputSchema = z.object({ findings: z.array(replayedSchema) });

/** A finding as `replay` prints it. */
export type ReplayedFinding = z.infer<typeof replayedSchema>;

const running = new Set<Recorder>();

/** Ends whatever a failed test has left running: the process of the tests waits for its children. */
export async function endRecorders(): Promise<void> {
  await Promise.all([...running].map((recorder) => recorder.end()));
}

/** `hack/confessor record`, into a file. */
export class Recorder {
  readonly file: string;
  readonly #stop: () => Promise<void>;

  private constructor(file: string, stop: () => Promise<void>) {
    this.file = file;
    this.#stop = stop;
    running.add(this);
  }

  /** Starts it and waits until it watches; a shared one has no names. */
  static async start(kubeconfig: string, folder: string, kind: 'own' | 'shared' = 'own'): Promise<Recorder> {
    const file = join(folder, `${kind}.jsonl`);
    const output = openSync(file, 'w');
    const names = kind === 'shared' ? ['--scrub-names'] : [];
    const child = spawn(HACK, ['record', '--logs', '--kubeconfig', kubeconfig, ...names], {
      stdio: ['ignore', output, 'pipe'],
    });
    closeSync(output);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const closed = once(child, 'close');
    await untilTrue('the recorder watches', () => said.includes('watching')).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${said}`);
    });
    return new Recorder(file, async () => {
      child.kill('SIGINT');
      await closed;
    });
  }

  /** Waits until nothing has been recorded for so long: until the cluster is at rest. */
  async quiet(seconds: number): Promise<void> {
    const rests = () => Date.now() - statSync(this.file).mtimeMs > seconds * 1000;
    await untilTrue(`nothing happens for ${seconds} s`, rests, 120);
  }

  async end(): Promise<void> {
    running.delete(this);
    await this.#stop();
  }

  /** Ends the recording and plays it through the same rules. */
  async replay(): Promise<readonly ReplayedFinding[]> {
    await this.end();
    const printed = await run(HACK, ['replay', '-o', 'json', this.file]);
    return outputSchema.parse(JSON.parse(printed)).findings;
  }
}
