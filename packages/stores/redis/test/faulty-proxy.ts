import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Stands between a client and Redis, and does what networks do. */
export class FaultyProxy {
  /** How long each piece of a reply is held back. */
  delayMs = 0;
  /** The port to which new connections lead. */
  target: number;
  readonly port: number;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.target = target;
    this.port = (server.address() as { port: number }).port;
    server.on("connection", (client) => {
      const connection = new Connection(client, this.target, () => this.delayMs);
      this.#connections.add(connection);
      client.once("close", () => this.#connections.delete(connection));
    });
  }

  static async start(target: number): Promise<FaultyProxy> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultyProxy(server, target);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** The connections that are there end once so many more bytes of replies have passed. */
  cutReplyAfter(bytes: number): void {
    for (const connection of this.#connections) connection.bytesLeft = bytes;
  }

  /** The connections that are there stay open, and nothing passes any more. */
  goSilent(): void {
    for (const connection of this.#connections) connection.isSilent = true;
  }

  /** The connections that are there end. */
  drop(): void {
    for (const connection of this.#connections) connection.end();
  }

  async close(): Promise<void> {
    this.drop();
    this.#server.close();
    await once(this.#server, "close");
  }
}

class Connection {
  isSilent = false;
  bytesLeft = Number.POSITIVE_INFINITY;
  readonly #client: Socket;
  readonly #redis: Socket;

  constructor(client: Socket, target: number, delayMs: () => number) {
    this.#client = client;
    this.#redis = connect(target, "127.0.0.1");
    for (const socket of [this.#client, this.#redis]) {
      socket.setNoDelay(true);
      socket.on("error", () => this.end());
      socket.on("close", () => this.end());
    }
    client.on("data", (bytes) => {
      if (!this.isSilent) this.#redis.write(bytes);
    });
    // One after the other, for no network changes their order.
    let passed: Promise<unknown> = Promise.resolve();
    this.#redis.on("data", (bytes) => {
      const arrives = sleep(delayMs());
      passed = passed.then(() => arrives).then(() => this.#answer(bytes));
    });
  }

  end(): void {
    this.#client.destroy();
    this.#redis.destroy();
  }

  #answer(bytes: Buffer): void {
    if (this.isSilent) return;
    const passed = bytes.subarray(0, this.bytesLeft);
    this.bytesLeft -= passed.length;
    if (this.bytesLeft > 0) this.#client.write(passed);
    else this.#client.end(passed, () => this.end());
  }
}
