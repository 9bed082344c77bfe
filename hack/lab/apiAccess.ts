import { readFileSync } from 'node:fs';
import { request } from 'node:https';

/** How the lab itself talks to the API server. */
export interface ApiAccess {
  readonly server: string;
  readonly token: string;
  readonly caFile: string;
}

/** What the API server answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** One GET; undefined when nobody answers. */
export function get({ server, token, caFile }: ApiAccess, path: string): Promise<ApiAnswer | undefined> {
  return new Promise((resolve) => {
    const options = { ca: readFileSync(caFile), headers: { authorization: `Bearer ${token}` }, agent: false };
    const outgoing = request(`${server}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
      response.on('error', () => resolve(undefined));
    });
    outgoing.setTimeout(5_000, () => outgoing.destroy());
    outgoing.on('error', () => resolve(undefined));
    outgoing.end();
  });
}
