import { systemClock } from '../../clock.ts';
import { type KubeSource, KubeSourceError } from '../../kube/transport/source.ts';
import { type KubeTransport, openTransport } from '../../kube/transport/transport.ts';
import { untilServed } from '../../kube/write/untilServed.ts';
import { Operator } from '../../operator.ts';
import type { Settings } from '../../settings/schema.ts';
import { untilSignal } from '../../stopping.ts';
import { AddressError } from '../../telemetry/http.ts';
import { createLogger } from '../../telemetry/logger.ts';

export interface OperatorOptions {
  readonly settings: Settings;
  readonly source: KubeSource;
}

/** Runs the operator until SIGTERM or SIGINT. 0: ended as asked; 2: it cannot go on, and has said why and what helps. */
export async function runOperator({ settings, source }: OperatorOptions): Promise<0 | 2> {
  const log = createLogger(settings.log);
  const stopping = untilSignal();
  let transport: KubeTransport | undefined;
  try {
    transport = openTransport(source, systemClock);
    if (!(await untilServed(transport, systemClock, log, stopping.signal)))
      return stopping.signal.aborted ? 0 : 2;
    return await new Operator(settings, transport, log).run(stopping.signal);
  } catch (error) {
    if (!(error instanceof KubeSourceError) && !(error instanceof AddressError)) throw error;
    log.error('cannot go on', { reason: error.message });
    return 2;
  } finally {
    await transport?.close();
    stopping.release();
  }
}
