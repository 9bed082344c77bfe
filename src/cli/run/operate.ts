import { systemClock } from '../../clock.ts';
import { type KubeSource, KubeSourceError, loadKubeConfig } from '../../kube/transport/source.ts';
import { type KubeTransport, openTransport } from '../../kube/transport/transport.ts';
import { untilServed } from '../../kube/write/untilServed.ts';
import { Operator } from '../../operator.ts';
import type { Settings } from '../../settings/schema.ts';
import { untilSignal } from '../../stopping.ts';
import { AddressError } from '../../telemetry/http.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { CliError } from '../cliError.ts';

export interface OperatorOptions {
  readonly settings: Settings;
  readonly source: KubeSource;
  /** Given when nobody reads its log any more. */
  readonly unread: AbortSignal | undefined;
}

/**
 * Runs the operator until SIGTERM or SIGINT. 0: ended as asked; 2: it cannot go on, and its log says why and what helps. What
 * keeps it from starting is thrown: nobody reads a log yet.
 */
export async function runOperator({ settings, source, unread }: OperatorOptions): Promise<0 | 2> {
  const log = createLogger(settings.log);
  const stopping = untilSignal(unread);
  const end = stopping.signal;
  let transport: KubeTransport | undefined;
  try {
    transport = openTransport(source, systemClock);
    const server = loadKubeConfig(source).getCurrentCluster()?.server;
    const [problem] = await untilServed(transport, systemClock, end, ({ what, cure }) =>
      log.warn('waiting for the API server', { server, reason: what, cure }),
    );
    if (problem !== undefined) throw new CliError('', problem.what, problem.cure);
    if (end.aborted) return 0;
    return await new Operator(settings, transport, log).run(end);
  } catch (error) {
    if (error instanceof KubeSourceError) throw new CliError('', error.what, error.cure);
    if (error instanceof AddressError) throw new CliError('', error.message, error.cure);
    throw error;
  } finally {
    await transport?.close();
    stopping.release();
  }
}
