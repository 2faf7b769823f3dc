import {
  type AddressInfo,
  connect as connectSocket,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { host } from "./settings.ts";

/**
 * What becomes of the bytes on their way: they pass, come later, wait until they pass again, or are lost, in both
 * directions or on the way back.
 */
export type Passage = "open" | "delayed" | "held" | "lost" | "answers lost" | "refused";

const delayMs = 150;
/** What is in every command of a store, for it is in every key. */
const keyMark = "standard-webhooks:";

/** Stands between one receiver and Redis, and spoils their connections when it is told to. */
export class TcpProxy {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #passage: Passage = "open";
  #opened: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;
  #answerListeners: (() => void)[] = [];

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async listen(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, host, resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on, also for the connections that there are. */
  set(passage: Passage): void {
    this.#open();
    if (passage === "held") {
      this.#opened = new Promise((resolve) => {
        this.#open = resolve;
      });
    }
    this.#passage = passage;
  }

  /** Resolves when a store has asked something, over a connection that works, and the answer is on its last way. */
  nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#answerListeners.push(resolve);
    });
  }

  /** Ends all connections at once, without a word to either side. */
  reset(): void {
    for (const socket of this.#sockets) {
      // Node never lets go of one that it resets while that one is ending.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  close(): void {
    this.#open();
    this.#server.close();
    this.reset();
  }

  #accept(client: Socket): void {
    if (this.#passage === "refused") {
      client.resetAndDestroy();
      return;
    }
    const redis = connectSocket(this.#targetPort, host);
    let isUsed = false;
    this.#carry(client, redis, ["lost"], (chunk) => {
      isUsed ||= chunk.includes(keyMark);
    });
    this.#carry(redis, client, ["lost", "answers lost"], (chunk) => {
      // Neither what a client asks on its own before it is ready, nor an error, as while Redis is loading its data.
      if (isUsed && !chunk.toString().startsWith("-"))
        for (const tell of this.#answerListeners.splice(0)) tell();
    });
  }

  #carry(
    from: Socket,
    to: Socket,
    losses: readonly Passage[],
    onPassed: (chunk: Buffer) => void,
  ): void {
    const isLost = (): boolean => losses.includes(this.#passage);
    this.#sockets.add(from);
    let carried: Promise<unknown> = Promise.resolve();
    /** After all that came before. */
    const next = (arrival: Promise<unknown>, step: () => unknown): void => {
      carried = carried.then(() => arrival).then(step);
    };
    from.setNoDelay();
    from.on("data", (chunk) => {
      if (isLost()) return;
      next(this.#arrival(), () => {
        to.write(chunk);
        onPassed(chunk);
      });
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#sockets.delete(from);
      // Who is behind a dead line is not told that the other has gone.
      if (!isLost()) next(this.#arrival(), () => to.destroy());
    });
  }

  async #arrival(): Promise<void> {
    if (this.#passage === "held") await this.#opened;
    if (this.#passage === "delayed") await sleep(delayMs);
  }
}
