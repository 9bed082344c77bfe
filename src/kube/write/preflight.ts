import { z } from 'zod';
import { CRD_NAME, GROUP, PLURAL, VERSION } from '../../api/group.ts';
import { failureOfError } from '../transport/failure.ts';
import type { KubeTransport } from '../transport/transport.ts';

/** Something without which the operator cannot do its work. `fatal`: waiting does not help, somebody must act. */
export interface Problem {
  readonly what: string;
  readonly cure: string;
  readonly fatal: boolean;
}

const resourcesSchema = z.object({ resources: z.array(z.object({ name: z.string() })) });

/** Is the server there, does it know us, and does it serve our kind? Empty when all is well. */
export async function preflight(transport: KubeTransport, signal?: AbortSignal): Promise<readonly Problem[]> {
  const options = signal === undefined ? {} : { signal };
  try {
    await (await transport.request('GET', '/version', options)).json();
  } catch (error) {
    return [unreachable(error)];
  }
  try {
    const answer = await transport.request('GET', `/apis/${GROUP}/${VERSION}`, options);
    const served = resourcesSchema.parse(await answer.json()).resources.map(({ name }) => name);
    return served.includes(PLURAL) && served.includes(`${PLURAL}/status`) ? [] : [MISSING];
  } catch (error) {
    const failure = failureOfError(`GET /apis/${GROUP}/${VERSION}`, error);
    return [failure.status === 404 ? MISSING : unreachable(failure)];
  }
}

const MISSING: Problem = {
  what: `the server does not serve ${PLURAL} in ${GROUP}/${VERSION} with its status`,
  cure: `install the custom resource: kubectl apply -f crds/${PLURAL}.yaml (it makes ${CRD_NAME})`,
  fatal: true,
};

const LOOK = 'look at the server: kubectl get --raw /readyz?verbose tells what is wrong';

function unreachable(error: unknown): Problem {
  const { kind, what, cure } = failureOfError('the API server', error);
  const passing = kind === 'throttled' || kind === 'status' || kind === 'broken';
  return { what, cure: cure === '' ? LOOK : cure, fatal: !passing };
}
