import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

/** Servers of one test: each is closed, with what is still connected, when the test has ended. */
export interface LocalServers {
  /** Starts one; the listener is made for its origin, without a slash at the end. */
  readonly serve: (listenerAt: (origin: string) => RequestListener) => Promise<string>;
}

/** For a test file that starts servers of its own. */
export function localServers(): LocalServers {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  return {
    serve: async (listenerAt) => {
      const server = createServer().listen(0, "127.0.0.1");
      closing.push(() => {
        const closed = once(server, "close");
        server.close().closeAllConnections();
        return closed;
      });
      await once(server, "listening");
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      server.on("request", listenerAt(origin));
      return origin;
    },
  };
}
