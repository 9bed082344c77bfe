import type { KubeTransport } from '../transport/transport.ts';
import { acceptOf, collectionPath, type Resource } from './kinds.ts';
import { type Page, parsePage } from './wire.ts';

const PAGE = 500;
/** A page of ordinary objects is about 4 MB; fat ones must not fill the memory. */
const PAGE_BYTES = 48 * 1024 * 1024;

/** A page that is too large to be taken at once. */
class PageTooLarge extends Error {}

/**
 * All objects of a kind, page by page, as they are now (R40: resourceVersion unset). Ends with the list's resourceVersion;
 * throws when any page fails, so that a partial list is never taken for a whole one.
 */
export async function* listPages(
  transport: KubeTransport,
  resource: Resource,
  namespace: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[], string> {
  let limit = PAGE;
  let token = '';
  for (;;) {
    const page = await readPage(transport, resource, namespace, { limit, token, signal });
    if (page === undefined) {
      limit = Math.max(1, Math.floor(limit / 2));
      continue;
    }
    yield page.items;
    if (page.continueToken === '') return page.resourceVersion;
    token = page.continueToken;
  }
}

interface PageQuery {
  readonly limit: number;
  readonly token: string;
  readonly signal: AbortSignal;
}

/** One page, or undefined when it is too large and a smaller one can be asked for. */
async function readPage(
  transport: KubeTransport,
  resource: Resource,
  namespace: string | undefined,
  { limit, token, signal }: PageQuery,
): Promise<Page | undefined> {
  const response = await transport.request('GET', collectionPath(resource, namespace), {
    query: { limit, continue: token === '' ? undefined : token },
    accept: acceptOf(resource, 'list'),
    signal,
  });
  try {
    return parsePage(await collect(response.body, limit > 1));
  } catch (error) {
    if (error instanceof PageTooLarge) return undefined;
    throw error;
  }
}

async function collect(body: AsyncIterable<Buffer>, capped: boolean): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (capped && size > PAGE_BYTES) throw new PageTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
