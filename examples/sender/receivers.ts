/** Three receivers on one server: one that is healthy, one whose handler fails twice, and one that wants no more. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver, type Handlers, toExpress } from "@hooks/express";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { memoryStore } from "@hooks/store-memory";
import express from "express";

/** The path of each receiver is its name. */
export const names = ["healthy", "failing-twice", "gone"] as const;

export type Name = (typeof names)[number];

let failures = 2;

const handlers: Readonly<Record<Name, Handlers<Record<string, unknown>>>> = {
  healthy: { "*": () => undefined },
  "failing-twice": {
    "*": () => {
      if (failures-- > 0) throw new Error("the database is away");
    },
  },
  gone: { "*": () => ({ status: 410, headers: {}, body: null }) },
};

/** Starts them. Each verifies with its own secret. */
export async function startReceivers(
  secrets: Readonly<Record<Name, string>>,
): Promise<{ readonly server: Server; readonly port: number }> {
  const app = express();
  const store = memoryStore();
  for (const name of names) {
    const receiver = createReceiver({
      provider: standardWebhooks,
      secret: secrets[name],
      store,
      scope: name,
      on: handlers[name],
    });
    app.post(`/${name}`, toExpress(receiver));
  }
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}
