/** Handlers get the payloads that schemas or a type parameter promise, and closed maps take no misspelt name. */
import {
  createReceiver,
  type Delivery,
  type EventsByType,
  type Handler,
  type Handlers,
  type Receiver,
  type WebhookEvent,
} from "@hooks/core";
import { github } from "@hooks/providers/github";
import { stripe } from "@hooks/providers/stripe";
import type { EventPayloadMap, PushEvent } from "@octokit/webhooks-types";
import type Stripe from "stripe";
import { expectTypeOf } from "vitest";
import { z } from "zod";

const secret = process.env["WEBHOOK_SECRET"];
const paid = z.object({ id: z.string(), amount: z.coerce.number() });
const refunded = z.object({ reason: z.string() }).transform(async ({ reason }) => reason.length);

// A schema per type: payloads are what the schemas put out.
expectTypeOf(
  createReceiver({
    provider: stripe,
    secret,
    schema: { "invoice.paid": paid, "charge.refunded": refunded },
    on: {
      "invoice.paid": ({ type, payload }) => {
        expectTypeOf(type).toEqualTypeOf<"invoice.paid">();
        expectTypeOf(payload).toEqualTypeOf<{ id: string; amount: number }>();
        // @ts-expect-error the schema has no such property
        return payload.amuont;
      },
      "charge.refunded": ({ payload }) => {
        expectTypeOf(payload).toEqualTypeOf<number>();
      },
      "*": ({ type, payload }) => {
        expectTypeOf(type).toEqualTypeOf<string | undefined>();
        expectTypeOf(payload).toEqualTypeOf<unknown>();
      },
    },
  }),
).toEqualTypeOf<Receiver>();

createReceiver({
  provider: stripe,
  secret,
  schema: { "invoice.paid": paid },
  // @ts-expect-error misspelt
  on: { "invoice.payed": () => undefined },
});
createReceiver({
  provider: stripe,
  secret,
  schema: { "invoice.paid": paid },
  on: {
    "invoice.paid": () => undefined,
    // @ts-expect-error misspelt, beside one that is not
    "invoice.payed": () => undefined,
  },
});
createReceiver({
  provider: stripe,
  secret,
  // @ts-expect-error no schema
  schema: { "invoice.paid": { parse: () => undefined } },
  on: { "invoice.paid": () => undefined },
});

// One schema for all: every name is free, every payload is what it puts out.
createReceiver({
  provider: stripe,
  secret,
  schema: paid,
  on: {
    "any.name": ({ type, payload }) => {
      expectTypeOf(type).toEqualTypeOf<string>();
      expectTypeOf(payload).toEqualTypeOf<{ id: string; amount: number }>();
    },
    "*": ({ payload }) => {
      expectTypeOf(payload).toEqualTypeOf<{ id: string; amount: number }>();
    },
  },
});
createReceiver({
  provider: stripe,
  secret,
  schema: z.discriminatedUnion("type", [
    z.object({ type: z.literal("a"), a: z.string() }),
    z.object({ type: z.literal("b"), b: z.number() }),
  ]),
  on: { "*": ({ payload }) => (payload.type === "a" ? payload.a : payload.b.toFixed()) },
});

// A type parameter, as it is published: closed, and typed.
createReceiver<EventPayloadMap>({
  provider: github,
  secret,
  on: {
    push: ({ type, payload }) => {
      expectTypeOf(type).toEqualTypeOf<"push">();
      expectTypeOf(payload).toEqualTypeOf<PushEvent>();
      expectTypeOf(payload.repository.full_name).toEqualTypeOf<string>();
      // @ts-expect-error GitHub sends no such thing
      return payload.repository.fullName;
    },
    pull_request: ({ payload }) => {
      if (payload.action === "closed") expectTypeOf(payload.pull_request.merged).not.toBeAny();
    },
    "*": ({ payload }) => {
      expectTypeOf(payload).toEqualTypeOf<unknown>();
    },
  },
});
createReceiver<EventPayloadMap>({
  provider: github,
  secret,
  // @ts-expect-error misspelt
  on: { pushh: () => undefined },
});
createReceiver<EventPayloadMap>({
  provider: github,
  secret,
  on: {
    push: () => undefined,
    // @ts-expect-error misspelt, beside one that is not
    pull_requests: () => undefined,
  },
});

// A union that tells its type in a property.
createReceiver<EventsByType<Stripe.Event>>({
  provider: stripe,
  secret,
  on: {
    "payment_intent.succeeded": ({ payload }) => {
      expectTypeOf(payload).toEqualTypeOf<Stripe.PaymentIntentSucceededEvent>();
      expectTypeOf(payload.data.object).toEqualTypeOf<Stripe.PaymentIntent>();
      expectTypeOf(payload.data.object.amount).toEqualTypeOf<number>();
    },
    "customer.created": ({ payload }) => {
      expectTypeOf(payload.data.object).toEqualTypeOf<Stripe.Customer>();
    },
  },
});
createReceiver<EventsByType<Stripe.Event>>({
  provider: stripe,
  secret,
  // @ts-expect-error misspelt
  on: { "payment_intent.succeded": () => undefined },
});
type Shapes = { kind: "circle"; radius: number } | { kind: "square"; side: number };
expectTypeOf<keyof EventsByType<Shapes, "kind">>().toEqualTypeOf<"circle" | "square">();
expectTypeOf<EventsByType<Shapes, "kind">["square"]>().toEqualTypeOf<{
  kind: "square";
  side: number;
}>();

// Nothing said: every name is free, and nothing is known of the payload.
createReceiver({
  provider: stripe,
  secret,
  on: {
    "any.name": async ({ type, payload, id, timestamp, secretLabel, delivery }, context) => {
      expectTypeOf(type).toEqualTypeOf<"any.name">();
      expectTypeOf(payload).toEqualTypeOf<unknown>();
      expectTypeOf(id).toEqualTypeOf<string | undefined>();
      expectTypeOf(timestamp).toEqualTypeOf<Date | undefined>();
      expectTypeOf(secretLabel).toEqualTypeOf<string | number | undefined>();
      expectTypeOf(delivery).toEqualTypeOf<Delivery>();
      expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
      // @ts-expect-error unknown
      return payload.foo;
    },
  },
});
createReceiver({
  provider: stripe,
  secret,
  // @ts-expect-error not a function
  on: { "any.name": "handler" },
});
// @ts-expect-error no handlers
createReceiver({ provider: stripe, secret });
// @ts-expect-error no secret
createReceiver({ provider: stripe, on: {} });
createReceiver({
  provider: stripe,
  secret,
  on: {},
  // @ts-expect-error misspelt option
  timeout: 5,
});

// Handlers can be written by themselves.
const onPush: Handler<"push", PushEvent> = ({ payload }) => payload.ref;
const handlers: Handlers<EventPayloadMap> = { push: onPush };
createReceiver<EventPayloadMap>({ provider: github, secret, on: handlers });
// @ts-expect-error another event's handler
const wrong: Handlers<EventPayloadMap> = { pull_request: onPush };
expectTypeOf(wrong).toEqualTypeOf<Handlers<EventPayloadMap>>();

// By themselves they promise nothing.
expectTypeOf<WebhookEvent["payload"]>().toEqualTypeOf<unknown>();
expectTypeOf<WebhookEvent["type"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<Parameters<Handler>[0]>().toEqualTypeOf<WebhookEvent>();
