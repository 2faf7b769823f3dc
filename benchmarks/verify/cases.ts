/** What is measured: the same delivery, verified by us, by hand, and by others' packages. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createReceiver, type Delivery, type Provider, sign, verify } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import * as octokit from "@octokit/webhooks-methods";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";

/** One way to verify a delivery. It says whether the delivery is genuine, or throws. */
export type Contender = (delivery: Delivery) => unknown;

/** Several ways to do the same work. */
export interface Case {
  readonly name: string;
  readonly provider: Provider;
  readonly secret: string;
  /** The first is ours; each other is what it is compared with. */
  readonly contenders: Readonly<Record<string, Contender>>;
}

const secret = `whsec_${Buffer.from("a secret of the benchmark").toString("base64")}`;

const headersOf = ({ headers }: Delivery): Record<string, string> =>
  headers as Record<string, string>;

const textOf = ({ body }: Delivery): string => Buffer.from(body).toString();

/** What a careful person writes without a library. */
function isGenuine(delivery: Delivery): boolean {
  const mac = createHmac("sha256", secret).update(delivery.body).digest("hex");
  const expected = Buffer.from(`sha256=${mac}`);
  const given = Buffer.from(headersOf(delivery)["x-hub-signature-256"] ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const standard = new StandardWebhook(secret);
const svix = new SvixWebhook(secret);

const on = { "*": () => undefined };
const receiver = createReceiver({ provider: github, secret, on });
const storing = createReceiver({ provider: github, secret, on, store: memoryStore() });

const isReceived = async (incoming: Delivery, by = receiver): Promise<boolean> =>
  (await by.receive(incoming)).status === 200;

let count = 0;
const another = (delivery: Delivery): Delivery => ({
  ...delivery,
  headers: { ...headersOf(delivery), "x-github-delivery": `delivery-${++count}` },
});

export const cases: readonly Case[] = [
  {
    name: "GitHub's scheme",
    provider: github,
    secret,
    contenders: {
      "hooks `verify`": (delivery) => verify(github, delivery, { secret }),
      "by hand: `createHmac`, `timingSafeEqual`": isGenuine,
      "@octokit/webhooks-methods": (delivery) =>
        octokit.verify(secret, textOf(delivery), headersOf(delivery)["x-hub-signature-256"] ?? ""),
    },
  },
  {
    name: "Stripe's scheme, and JSON",
    provider: stripe,
    secret,
    contenders: {
      "hooks `verify`, which reads the id and type": (delivery) =>
        verify(stripe, delivery, { secret }),
      "stripe `constructEvent`": ({ body, headers }) =>
        Stripe.webhooks.constructEvent(
          body as Buffer,
          (headers as Record<string, string>)["stripe-signature"] ?? "",
          secret,
        ),
    },
  },
  {
    name: "Standard Webhooks",
    provider: standardWebhooks,
    secret,
    contenders: {
      "hooks `verify`": (delivery) => verify(standardWebhooks, delivery, { secret }),
      standardwebhooks: (delivery) => standard.verify(textOf(delivery), headersOf(delivery)),
      svix: (delivery) => svix.verify(textOf(delivery), headersOf(delivery)),
    },
  },
  {
    name: "A receiver, over `verify` and `JSON.parse`",
    provider: github,
    secret,
    contenders: {
      "hooks `receive`, without a store": (delivery) => isReceived(delivery),
      "hooks `verify` and `JSON.parse`": async (delivery) => {
        await verify(github, delivery, { secret });
        return JSON.parse(textOf(delivery));
      },
    },
  },
  {
    name: "A receiver with the memory store, over `verify` and `JSON.parse`",
    provider: github,
    secret,
    contenders: {
      "hooks `receive`, a new delivery each": (delivery) => isReceived(another(delivery), storing),
      "hooks `verify` and `JSON.parse`": async (delivery) => {
        await verify(github, delivery, { secret });
        return JSON.parse(textOf(delivery));
      },
    },
  },
];

/** A delivery of so many bytes of JSON, as a server would hand it over. */
export async function deliveryOf({ provider }: Case, bytes: number): Promise<Delivery> {
  const fixed = JSON.stringify({ id: "evt_1", type: "push", text: "" }).length;
  const body = JSON.stringify({ id: "evt_1", type: "push", text: "x".repeat(bytes - fixed) });
  const { method, headers } = await sign(provider, { secret, body, type: "push" });
  const usual = { host: "example.com", "user-agent": "benchmark", accept: "*/*" };
  return {
    method,
    url: "https://example.com/webhooks",
    headers: { ...usual, ...headersOf({ headers } as Delivery), "content-length": `${bytes}` },
    body: Buffer.from(body),
  };
}
