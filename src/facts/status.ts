import type {
  ConditionFact,
  ContainerStateFact,
  ContainerStatusFact,
  TerminatedFact,
} from '../core/model/facts.ts';
import { containerId } from '../core/model/refs.ts';
import type { Reader } from './read.ts';
import { redact } from './redact.ts';
import { block } from './text.ts';

const MESSAGE_MAX = 4096;
const WAITING_MESSAGE_MAX = 1024;
/** Beside the id itself, `containerd://` and the like. */
const ID_MAX = 256;

/** A list of container statuses by name; of two with one name the first counts. */
export function statusesByName(status: Reader, key: string): ReadonlyMap<string, ContainerStatusFact> {
  const byName = new Map<string, ContainerStatusFact>();
  for (const one of status.list(key)) {
    const fact = statusOf(one);
    if (!byName.has(fact.name)) byName.set(fact.name, fact);
  }
  return byName;
}

function statusOf(status: Reader): ContainerStatusFact {
  return {
    name: status.str('name', 63),
    id: idOf(status),
    restartCount: status.count('restartCount'),
    state: stateOf(status.at('state')),
    last: terminatedOf(status.in('lastState', 'terminated')),
  };
}

/** No member set means waiting, as in the API. When several are set, the one that says most counts. */
function stateOf(state: Reader): ContainerStateFact {
  const members = ['waiting', 'running', 'terminated'].filter((member) => state.has(member));
  if (members.length > 1) state.doubt(`${members.join(' and ')} at once`);
  const terminated = terminatedOf(state.at('terminated'));
  if (terminated !== undefined) return { kind: 'terminated', ...terminated };
  const running = state.at('running');
  if (running.present) return { kind: 'running', startedAt: running.time('startedAt') };
  const waiting = state.at('waiting');
  return {
    kind: 'waiting',
    reason: waiting.str('reason', 128),
    message: block(redact(block(waiting.verbatim('message'), MESSAGE_MAX)), WAITING_MESSAGE_MAX),
  };
}

/** Undefined also when the exit code cannot be read: neither success nor failure may be made up. */
function terminatedOf(terminated: Reader): TerminatedFact | undefined {
  if (!terminated.present) return undefined;
  const exitCode = terminated.int('exitCode');
  if (exitCode === undefined && terminated.has('exitCode')) return undefined;
  return {
    id: idOf(terminated),
    exitCode: exitCode ?? 0,
    reason: terminated.str('reason', 128),
    message: message(terminated.verbatim('message')),
    startedAt: terminated.time('startedAt'),
    finishedAt: terminated.time('finishedAt'),
  };
}

/** Redacted before it is cut, so that no secret loses the end by which it is known. */
function message(text: string): string {
  return block(redact(block(text, 2 * MESSAGE_MAX)), MESSAGE_MAX);
}

function idOf(reader: Reader): ContainerStatusFact['id'] {
  const id = reader.str('containerID', ID_MAX);
  return id === '' ? undefined : containerId(id);
}

/** The condition of one type, undefined when the object has none. */
export function conditionOf(status: Reader, type: string): ConditionFact | undefined {
  const condition = status.list('conditions').find((one) => one.raw('type') === type);
  if (condition === undefined) return undefined;
  return {
    status: condition.oneOf('status', ['True', 'False', 'Unknown'], 'Unknown'),
    reason: condition.str('reason', 128),
    at: condition.time('lastTransitionTime'),
  };
}
