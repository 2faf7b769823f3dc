/** Handlers get the payloads that schemas or a type parameter promise, and closed maps take no misspelt name. */
import { createReceiver, type EventsByType } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { stripe } from "@hooks/providers/stripe";
import type { EventPayloadMap } from "@octokit/webhooks-types";
import type Stripe from "stripe";
import { z } from "zod";

const secret = process.env["X"];
createReceiver({
  provider: stripe,
  secret,
  schema: { "invoice.paid": z.object({ id: z.string(), n: z.coerce.number() }) },
  on: {
    "invoice.paid": ({ payload }) => {
      const a: number = payload.n;
      return a;
    },
    "*": ({ payload }) => {
      const u: unknown = payload;
      return u;
    },
  },
});
createReceiver({
  provider: stripe,
  secret,
  schema: { "invoice.paid": z.object({ id: z.string() }) },
  // @ts-expect-error misspelt
  on: { "invoice.payed": () => 1 },
});
createReceiver({
  provider: stripe,
  secret,
  schema: z.object({ id: z.string() }),
  on: { anything: ({ payload }) => payload.id.length, "*": ({ payload }) => payload.id },
});
createReceiver<EventPayloadMap>({
  provider: github,
  secret,
  on: { push: ({ payload }) => payload.repository.full_name, "*": ({ type }) => type },
});
createReceiver<EventPayloadMap>({
  provider: github,
  secret,
  // @ts-expect-error misspelt
  on: { pushh: () => 1 },
});
createReceiver<EventsByType<Stripe.Event>>({
  provider: stripe,
  secret,
  on: { "payment_intent.succeeded": ({ payload }) => payload.data.object.amount.toFixed(2) },
});
createReceiver<EventsByType<Stripe.Event>>({
  provider: stripe,
  secret,
  // @ts-expect-error misspelt
  on: { "payment_intent.succeded": () => 1 },
});
createReceiver({
  provider: stripe,
  secret,
  on: {
    x: ({ payload }) => {
      // @ts-expect-error unknown
      return payload.foo;
    },
  },
});
createReceiver({
  provider: stripe,
  secret,
  on: {
    x: async ({ type, payload, delivery }, { signal }) => {
      signal.throwIfAborted();
      const t: string = type;
      return [t, payload, delivery];
    },
  },
});
