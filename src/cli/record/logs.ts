import type { PodFact } from '../../core/model/facts.ts';
import type { LastWords } from '../../core/model/lastWords.ts';
import type { Millis } from '../../core/model/refs.ts';
import { LOG_KIND } from '../../facts/logTail.ts';
import { project } from '../../facts/project.ts';
import type { LogReader } from '../../kube/logs/logReader.ts';
import type { Decoder, ReflectorSink } from '../../kube/reflect/ports.ts';
import { type Recorded, recordedLine } from './lines.ts';

/** The end of a log, as a line that `replay` takes. */
export function logLine(words: LastWords, at: Millis, clean: (object: unknown) => unknown): string {
  const { podUid, container, id, text } = words;
  const object = { kind: LOG_KIND, metadata: { uid: podUid }, container, containerID: id, message: text };
  return recordedLine({ type: 'LOG', object: clean(object) }, at);
}

/** A pod as it is recorded, and as it is: a log is asked for by the pod's own name. */
interface RecordedPod extends Recorded {
  readonly fact?: PodFact;
}

export function podDecoder(decode: Decoder<Recorded>): Decoder<RecordedPod> {
  return (object) => {
    const decoded = decode(object);
    if (decoded.kind === 'refused') return decoded;
    const projection = project('Pod', object);
    if (projection.kind === 'refused' || projection.fact.kind !== 'Pod') return decoded;
    return { ...decoded, object: { ...decoded.object, fact: projection.fact } };
  };
}

/** Tells the reader of logs of the pods that pass. */
export function podSink(
  sink: ReflectorSink<Recorded>,
  logs: Pick<LogReader, 'observe'>,
): ReflectorSink<RecordedPod> {
  return {
    ...sink,
    observe: (change, at) => {
      sink.observe(change, at);
      if (change.type === 'gap' || change.object.fact === undefined) return;
      logs.observe({ type: change.type, fact: change.object.fact });
    },
  };
}
