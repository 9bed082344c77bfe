import { CliError } from '../cliError.ts';
import { Contents } from './contents.ts';
import { type Fields, isFields } from '../fields.ts';
import { isList, listItems } from '../listItems.ts';
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

const CURE = 'give what `confessor record` or `kubectl get … --watch --output-watch-events -o json` printed';

/**
 * The entries of one recording in order. A cut-off end is left out and noted; anything else that is no JSON ends it, and so
 * does one that turns out to be no recording.
 */
export async function* readEntries({ file, chunks, note }: EntrySource): AsyncGenerator<Entry> {
  const splitter = new JsonSplitter();
  const contents = new Contents();
  const documents = async function* (): AsyncGenerator<JsonText> {
    for await (const chunk of chunks) yield* pushed(splitter, chunk, file);
    yield* splitter.end();
  };
  for await (const document of documents()) {
    const place = `${file}:${document.line}`;
    if (document.complete) {
      const parsed = parse(place, document);
      contents.take(parsed);
      yield* entriesOf(parsed, place);
    } else if (BEGINS_ANEW.test(document.text))
      throw new CliError(place, 'is not a whole JSON object', BROKEN);
    else note(`${place}: the recording ends in the middle of an object, which is left out`);
  }
  const instead = contents.instead();
  if (instead !== undefined) throw new CliError(file, instead, CURE);
  const useless = contents.note();
  if (useless !== undefined) note(`${file}: ${useless}`);
}

/** A line within an object never begins with its bracket: there another one begins, and this one lost its end. */
const BEGINS_ANEW = /\n\{/;
const BROKEN = 'repair or remove this line; the rest of the recording cannot be read behind it';

function* pushed(splitter: JsonSplitter, chunk: string, file: string): Generator<JsonText> {
  try {
    yield* splitter.push(chunk);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CliError(file, error.message, CURE);
  }
}

function parse(place: string, { text }: JsonText): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(place, 'is not a JSON document', BEGINS_ANEW.test(text) ? BROKEN : CURE);
  }
}

function* entriesOf(document: unknown, place: string): Generator<Entry> {
  if (!isFields(document))
    throw new CliError(place, 'is not a JSON object', 'give a recording, not other JSON');
  const { type, object, receivedAt } = document;
  if (typeof type === 'string' && isFields(object)) {
    yield { type, object, receivedAt: typeof receivedAt === 'string' ? receivedAt : '', listed: false };
  } else if (isList(document)) {
    for (const item of listItems(document))
      yield { type: 'ADDED', object: item.object, receivedAt: '', listed: true };
  } else {
    yield { type: 'MODIFIED', object: document, receivedAt: '', listed: false };
  }
}
