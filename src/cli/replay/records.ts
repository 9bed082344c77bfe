import { CliError } from '../cliError.ts';
import { type Fields, isFields } from '../fields.ts';
import { JsonSplitter, type JsonText } from '../jsonSplitter.ts';

/** One thing that a recording says. */
export interface Entry {
  readonly type: string;
  readonly object: Fields;
  /** As written; '' where the recording has none. */
  readonly receivedAt: string;
  /** It came in a List: it was there, but did not happen then. */
  readonly listed: boolean;
}

export interface EntrySource {
  readonly file: string;
  readonly chunks: AsyncIterable<string>;
  readonly note: (text: string) => void;
}

/** The entries of one recording in order. A cut-off end is left out and noted; anything else that is no JSON ends it. */
export async function* readEntries({ file, chunks, note }: EntrySource): AsyncGenerator<Entry> {
  const splitter = new JsonSplitter();
  const documents = async function* (): AsyncGenerator<JsonText> {
    for await (const chunk of chunks) yield* splitter.push(chunk);
    yield* splitter.end();
  };
  for await (const document of documents()) {
    if (document.complete) yield* entriesOf(parse(file, document), `${file}:${document.line}`);
    else note(`${file}:${document.line}: the recording ends in the middle of an object, which is left out`);
  }
}

function parse(file: string, { text, line }: JsonText): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const cure =
      'give what `confessor record` or `kubectl get … --watch --output-watch-events -o json` printed';
    throw new CliError(`${file}:${line}`, 'is not a JSON document', cure);
  }
}

function* entriesOf(document: unknown, place: string): Generator<Entry> {
  if (!isFields(document))
    throw new CliError(place, 'is not a JSON object', 'give a recording, not other JSON');
  const { type, object, receivedAt, kind, items } = document;
  if (typeof type === 'string' && isFields(object)) {
    yield { type, object, receivedAt: typeof receivedAt === 'string' ? receivedAt : '', listed: false };
  } else if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    // The items of a PodList do not say that they are Pods.
    const own = kind.slice(0, -'List'.length);
    for (const item of items.filter(isFields)) {
      yield {
        type: 'ADDED',
        object: own === '' ? item : { kind: own, ...item },
        receivedAt: '',
        listed: true,
      };
    }
  } else {
    yield { type: 'MODIFIED', object: document, receivedAt: '', listed: false };
  }
}
