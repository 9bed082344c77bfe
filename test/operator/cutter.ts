import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire to the API server that can be cut, or hold back what is sent over it. */
export class Cutter {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #pairs = new Map<Socket, Socket>();
  #open = true;
  #holding = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(url: string): Promise<Cutter> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const cutter = new Cutter(server);
    server.on('connection', (client) => cutter.#join(client, hostname, Number(port)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return cutter;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every connection breaks, and none can be made until {@link mend}. */
  cut(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.#open = true;
  }

  /** What clients send from now on arrives only after {@link pass}. */
  hold(): void {
    this.#holding = true;
    for (const [client, upstream] of this.#pairs) client.unpipe(upstream).pause();
  }

  pass(): void {
    this.#holding = false;
    for (const [client, upstream] of this.#pairs) client.pipe(upstream);
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(client: Socket, host: string, port: number): void {
    if (!this.#open) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        this.#pairs.delete(client);
        client.destroy();
        upstream.destroy();
      });
    }
    this.#pairs.set(client, upstream);
    upstream.pipe(client);
    if (!this.#holding) client.pipe(upstream);
  }
}
