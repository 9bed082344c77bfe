import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { issue } from '../../hack/lab/certificates.ts';
import type { Cluster } from '../../hack/lab/cluster.ts';
import { layoutOf } from '../../hack/lab/layout.ts';
import { Lane } from './lane.ts';

/** What a wire does to what passes it. */
export interface Weather {
  /** Who connects is refused. */
  readonly closed: boolean;
  /** Who connects is let in, and never gets a word. */
  readonly mute: boolean;
  readonly delayMs: number;
  /** What goes to the server, and what comes from it, vanishes. */
  readonly swallowUp: boolean;
  readonly swallowDown: boolean;
}

const FAIR: Weather = { closed: false, mute: false, delayMs: 0, swallowUp: false, swallowDown: false };

interface Link {
  readonly client: Socket;
  readonly down: Lane;
}

/**
 * A wire between one operator and the API server. It ends the encryption and begins it anew, so that what it cuts is cut in
 * the middle of what the server said, and not only of a record of TLS.
 */
export class Wire {
  readonly #server: Server;
  readonly #cluster: Cluster;
  readonly #identity: SecureContext;
  readonly #clients = new Set<Socket>();
  readonly #links = new Set<Link>();
  #weather = FAIR;

  private constructor(cluster: Cluster, identity: SecureContext) {
    this.#cluster = cluster;
    this.#identity = identity;
    this.#server = createServer((client) => this.#join(client));
  }

  static async to(cluster: Cluster): Promise<Wire> {
    const layout = layoutOf(cluster.name);
    const names = ['IP:127.0.0.1'];
    const { certificate, key } = await issue(layout, { file: 'wire', commonName: 'wire', names });
    const files = { cert: readFileSync(certificate), key: readFileSync(key) };
    const wire = new Wire(cluster, createSecureContext(files));
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Other weather from now on; what is not named is fair. */
  become(weather: Partial<Weather>): void {
    this.#weather = { ...FAIR, ...weather };
  }

  /** All connections break. */
  drop(): void {
    for (const client of this.#clients) client.resetAndDestroy();
  }

  /** Of what the server says next on each connection, half comes through, and then it breaks. */
  cutInFrame(): void {
    for (const { down } of this.#links) down.cutNext();
  }

  close(): void {
    this.become({ closed: true });
    this.drop();
    this.#server.close();
  }

  #join(client: Socket): void {
    client.on('error', () => undefined);
    if (this.#weather.closed) {
      client.resetAndDestroy();
      return;
    }
    this.#clients.add(client);
    client.on('close', () => this.#clients.delete(client));
    if (!this.#weather.mute) this.#carry(client);
  }

  #carry(client: Socket): void {
    const { hostname, port } = new URL(this.#cluster.serverUrl);
    const near = new TLSSocket(client, { isServer: true, secureContext: this.#identity });
    const far = connect({ host: hostname, port: Number(port), ca: this.#cluster.ca });
    const up = new Lane(far, () => client.resetAndDestroy());
    const down = new Lane(near, () => client.resetAndDestroy());
    near.on('data', (chunk: Buffer) => {
      if (!this.#weather.swallowUp) up.send(chunk, this.#weather.delayMs);
    });
    far.on('data', (chunk: Buffer) => {
      if (!this.#weather.swallowDown) down.send(chunk, this.#weather.delayMs);
    });
    const link = { client, down };
    this.#links.add(link);
    const end = () => {
      this.#links.delete(link);
      for (const lane of [up, down]) lane.end();
      client.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
  }
}
