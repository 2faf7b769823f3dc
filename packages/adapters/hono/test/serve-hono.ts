import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { ServedAdapter } from "@hooks/testing";
import type { Hono } from "hono";

/** An app on Hono's Node server, on a free port. */
export async function serveHono({ fetch }: Hono): Promise<ServedAdapter> {
  const server = serve({ fetch, port: 0, hostname: "127.0.0.1" }) as Server;
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}
