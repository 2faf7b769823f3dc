/** Four receivers on one server, as customers may have them. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver, type Handlers, toExpress } from "@hooks/express";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import express from "express";

/** The path of each receiver is its name. */
export const names = ["billing", "flaky", "ledger", "gone"] as const;

export type Name = (typeof names)[number];

/** What the ledger has taken in, in that order. */
export const booked: unknown[] = [];

let failures = 2;
let isFirst = true;

const handlers: Readonly<Record<Name, Handlers<Record<string, unknown>>>> = {
  billing: { "*": () => undefined },
  flaky: {
    "*": () => {
      if (failures-- > 0) throw new Error("the database is away");
    },
  },
  ledger: {
    "*": ({ payload }) => {
      const { data } = payload as { readonly data: { readonly order: number } };
      if (data.order === 2 && isFirst) {
        isFirst = false;
        throw new Error("the ledger is locked");
      }
      booked.push(data.order);
    },
  },
  gone: { "*": () => ({ status: 410, headers: {}, body: null }) },
};

/** Starts them. Each verifies with its own secret. */
export async function startReceivers(
  secrets: Readonly<Record<Name, string>>,
): Promise<{ readonly server: Server; readonly port: number }> {
  const app = express();
  for (const name of names) {
    const on = handlers[name];
    const receiver = createReceiver({ provider: standardWebhooks, secret: secrets[name], on });
    app.post(`/${name}`, toExpress(receiver));
  }
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}
