/** One small delivery per provider (and per form, where it signs in several), with secrets made up at each start. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { Provider } from "@hooks/express";
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

/** What to sign with, what the server is to verify with, and what to send. */
export interface Sample {
  readonly provider: Provider;
  readonly form?: string;
  readonly signingSecret: string;
  readonly secret: string;
  readonly type?: string;
  readonly payload: unknown;
}

const hex = (): string => randomBytes(24).toString("hex");
const unique = randomBytes(6).toString("hex");

/** Discord signs with a private key; its application's public key is all that the server gets. */
function discordKeys(): { readonly signingSecret: string; readonly secret: string } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { d = "", x = "" } = privateKey.export({ format: "jwk" });
  const toHex = (text: string): string => Buffer.from(text, "base64url").toString("hex");
  return { signingSecret: toHex(d), secret: toHex(x) };
}

const shared = (secret: string): { readonly signingSecret: string; readonly secret: string } => ({
  signingSecret: secret,
  secret,
});

function forms(provider: Provider, payloadOf: (form: string) => unknown): readonly Sample[] {
  const secret = shared(hex());
  return Object.keys(provider.forms ?? {}).map((form) => ({
    provider,
    form,
    ...secret,
    payload: payloadOf(form),
  }));
}

export const samples: readonly Sample[] = [
  {
    provider: stripe,
    ...shared(`whsec_${hex()}`),
    payload: { id: `evt_${unique}`, type: "invoice.paid", data: { object: { amount_paid: 1999 } } },
  },
  { provider: github, ...shared(hex()), type: "push", payload: { ref: "refs/heads/main" } },
  { provider: shopify, ...shared(hex()), type: "orders/create", payload: { total: "19.99" } },
  {
    provider: slack,
    ...shared(hex()),
    payload: { event_id: `Ev${unique}`, type: "event_callback", event: { type: "app_mention" } },
  },
  {
    provider: standardWebhooks,
    ...shared(`whsec_${randomBytes(24).toString("base64")}`),
    payload: { type: "user.created", data: { name: "Zoë" } },
  },
  {
    provider: discordInteractions,
    ...discordKeys(),
    payload: { id: unique, type: 2, data: { name: "hello" } },
  },
  ...forms(attio, () => ({ webhook_id: "w1", events: [{ event_type: "record.created" }] })),
  ...forms(anima, () => ({ event: "message.received", occurredAt: "2026-11-21T00:00:00Z" })),
  ...forms(persona, (form) => ({
    data: { id: `evt_${unique}_${form}`, attributes: { name: "inquiry.completed" } },
  })),
  { provider: webhook, ...shared(hex()), payload: { type: "order.created", order: 7 } },
];
