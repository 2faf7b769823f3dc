/** Events are made with the data that the newest schema takes, and types take no misspelling. */
import { expectTypeOf } from "vitest";
import { z } from "zod";
import {
  createSender,
  defineEvents,
  type EventCatalogue,
  type EventOf,
  type EventTypes,
  versioned,
} from "../src/index.ts";

const events = defineEvents({
  "invoice.paid": z.object({ amount: z.number(), note: z.string().default("") }),
  "invoice.sent": { schema: z.object({ to: z.string() }), description: "It was sent." },
  "user.created": versioned("v1", z.object({ name: z.string() })).next(
    "v2",
    { schema: z.object({ first: z.string() }), deprecated: true },
    ({ first }) => {
      expectTypeOf(first).toEqualTypeOf<string>();
      return { name: first };
    },
  ),
});

type Events = typeof events extends EventCatalogue<infer One> ? One : never;

expectTypeOf<Events>().toEqualTypeOf<{
  readonly "invoice.paid": { amount: number; note?: string | undefined };
  readonly "invoice.sent": { to: string };
  readonly "user.created": { first: string };
}>();
expectTypeOf(events).toExtend<EventTypes>();

const take = (event: EventOf<Events>): unknown => event;

take({ type: "invoice.paid", data: { amount: 1 } });
take({ type: "user.created", data: { first: "Ada" } });
// @ts-expect-error misspelt
take({ type: "invoice.payed", data: { amount: 1 } });
// @ts-expect-error wrong data
take({ type: "invoice.paid", data: { amount: "1" } });
// @ts-expect-error the data of another type
take({ type: "invoice.paid", data: { to: "a" } });
// @ts-expect-error that was the first version's
take({ type: "user.created", data: { name: "Ada" } });
// @ts-expect-error no such property
take({ type: "invoice.paid", data: { amount: 1, amuont: 1 } });

// @ts-expect-error the first version has another name for it
versioned("v1", z.object({ name: z.string() })).next("v2", z.object({}), () => ({ nam: "" }));
// @ts-expect-error no schema
defineEvents({ "invoice.paid": { parse: () => undefined } });

// What a sender takes are these events.
const sender = createSender({ events });
const endpoint = { id: "ep_1", url: "https://example.com", secrets: [] };
sender.send(endpoint, { type: "user.created", data: { first: "Ada" } });
sender.sendAll([endpoint], { type: "invoice.paid", data: { amount: 1 } });
// @ts-expect-error misspelt
sender.send(endpoint, { type: "user.craeted", data: { first: "Ada" } });
// @ts-expect-error wrong data
sender.send(endpoint, { type: "user.created", data: { first: 1 } });
// @ts-expect-error the data of another type
sender.sendAll([endpoint], { type: "user.created", data: { amount: 1 } });
