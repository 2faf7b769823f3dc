import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of the suite, and how often it was connected to. */
export interface CountingServer {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** `/redirect/<status>?<url>` leads on, `/once` ends its connection. */
function answering(): Server {
  return createServer((req, res) => {
    const [, status, target] = req.url?.match(/^\/redirect\/(\d{3})\?(.*)$/) ?? [];
    if (status && target) {
      res.writeHead(Number(status), { location: decodeURIComponent(target) });
    } else if (req.url === "/once") res.setHeader("connection", "close");
    res.end("welcome");
  });
}

/** @throws Error where the address is not this host's or the port is taken */
export async function startServer(address: string, port = 0): Promise<CountingServer> {
  const server = answering();
  let count = 0;
  server.on("connection", () => count++);
  server.listen(port, address);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close().closeAllConnections();
      await closed;
    },
  };
}

/** The first of these addresses that this host can listen on. */
export async function startOneOf(
  addresses: readonly string[],
  port?: number,
): Promise<CountingServer & { readonly address: string }> {
  const failures: unknown[] = [];
  for (const address of addresses) {
    try {
      return { ...(await startServer(address, port)), address };
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, "the suite finds no address to listen on");
}
