import { once } from "node:events";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer as createTcp, type Socket } from "node:net";

/** A server of a test; it counts what reaches it. */
export interface TestServer {
  readonly port: number;
  readonly connections: () => number;
  /** Those that have not ended yet. */
  readonly open: () => number;
  readonly bytes: () => number;
  readonly close: () => Promise<void>;
}

interface Listening {
  on(event: "connection", listener: (socket: Socket) => void): unknown;
  once(event: string, listener: () => void): unknown;
  listen(port: number, address: string): unknown;
  address(): unknown;
  close(): unknown;
}

async function serve(server: Listening, address: string, port: number): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  let bytes = 0;
  server.on("connection", (socket) => {
    count++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      bytes += socket.bytesRead;
      sockets.delete(socket);
    });
  });
  server.listen(port, address);
  await once(server as never, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    open: () => sockets.size,
    bytes: () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, bytes),
    close: async () => {
      const closed = once(server as never, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Serves HTTP. */
export const serveHttp = (
  listener: RequestListener,
  address = "127.0.0.1",
  port = 0,
): Promise<TestServer> => serve(createHttp(listener), address, port);

/** Serves HTTPS. */
export const serveHttps = (
  listener: RequestListener,
  { cert, key, ca, port = 0 }: { cert: string; key: string; ca?: string; port?: number },
): Promise<TestServer> =>
  serve(
    createHttps({ cert, key, ...(ca && { ca, requestCert: true }) }, listener),
    "127.0.0.1",
    port,
  );

/** Gives raw sockets to whoever wants to answer in another way. */
export const serveTcp = (listener: (socket: Socket) => void): Promise<TestServer> =>
  serve(createTcp(listener), "127.0.0.1", 0);
