import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server that says on each connection whatever it likes, once the head of a request has come. */
export interface RawServer {
  readonly url: string;
  /** How many connections it has had. */
  readonly connections: () => number;
  /** How many requests it has had. */
  readonly requests: () => number;
  /** Resolves when the last connection is closed. */
  readonly closed: () => Promise<void>;
}

export async function rawServer(answer: (socket: Socket) => void): Promise<RawServer> {
  const open = new Set<Socket>();
  let connections = 0;
  let requests = 0;
  const server = createServer((socket) => {
    connections++;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      if (!chunk.toString("latin1").startsWith("POST ")) return;
      requests++;
      answer(socket);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    const ended = once(server, "close");
    server.close();
    for (const socket of open) socket.destroy();
    await ended;
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    connections: () => connections,
    requests: () => requests,
    closed: async () => {
      await Promise.all(
        [...open].map((socket) => new Promise((resolve) => socket.on("close", resolve))),
      );
    },
  };
}
