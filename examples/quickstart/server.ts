/** A server that takes webhooks of ten providers, each at /webhooks/<id>; secrets come from the environment. */
import type { AddressInfo } from "node:net";
import { createReceiver, type Provider, toExpress } from "@hooks/express";
import { anima } from "@hooks/providers/anima";
import { attio } from "@hooks/providers/attio";
import { discordInteractions } from "@hooks/providers/discord-interactions";
import { github } from "@hooks/providers/github";
import { persona } from "@hooks/providers/persona";
import { shopify } from "@hooks/providers/shopify";
import { slack } from "@hooks/providers/slack";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { stripe } from "@hooks/providers/stripe";
import { webhook } from "@hooks/providers/webhook";
import { memoryStore } from "@hooks/store-memory";
import express from "express";
import { secretName } from "./secret-name.ts";

const app = express();
const store = memoryStore();
let handled = 0;

const providers: readonly Provider[] = [
  ...[stripe, github, shopify, slack, standardWebhooks],
  ...[discordInteractions, attio, anima, persona, webhook],
];

for (const provider of providers) {
  const receiver = createReceiver({
    provider,
    secret: process.env[secretName(provider.id)],
    store,
    on: {
      "*": () => {
        handled += 1;
      },
    },
    onOutcome: ({ kind, code, type }) => console.log(provider.id, kind, code ?? type ?? ""),
  });
  app.post(`/webhooks/${provider.id}`, toExpress(receiver));
}

/** How often a handler has run: a duplicate must not add to it. */
app.get("/handled", (_req, res) => {
  res.json({ handled });
});

const listen = (port: number): void => {
  const server = app.listen(port, "localhost", (error?: Error) => {
    if (error === undefined) {
      const { port: actual } = server.address() as AddressInfo;
      const url = `http://localhost:${actual}`;
      console.log(`listening on ${url}`);
      process.send?.({ url });
    } else if ("code" in error && error.code === "EADDRINUSE" && port !== 0) {
      listen(0);
    } else {
      throw error;
    }
  });
};

listen(Number(process.env["PORT"] ?? 3000));
process.on("disconnect", () => process.exit());
