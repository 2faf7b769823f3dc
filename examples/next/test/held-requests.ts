import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

/** A server that answers a request when it is told to: what a handler waits for. */
export interface HeldRequests {
  readonly urlOf: (id: string) => string;
  /** Waits until somebody asks for this. */
  readonly asked: (id: string) => Promise<ServerResponse>;
  readonly close: () => Promise<void>;
}

export async function holdRequests(): Promise<HeldRequests> {
  const held = new Map<string, ServerResponse>();
  const server = createServer(({ url = "" }, response) => held.set(url.slice(1), response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (id) => `http://127.0.0.1:${port}/${id}`,
    asked: async (id) => {
      const response = await vi.waitUntil(() => held.get(id), { timeout: 20_000 });
      held.delete(id);
      return response;
    },
    close: async () => {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}
