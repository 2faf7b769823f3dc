import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createReceiver, type Provider } from "@hooks/core";
import { type Vector, vectorDelivery, vectorOptions } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import { presetIds } from "./preset-ids.ts";

const dir = join(import.meta.dirname, "..");

type Part = readonly [id: string | undefined, type: string | undefined];

/** Preset, vector, and what events it holds by the provider's documentation. */
const batches: readonly (readonly [id: string, vector: string, events: readonly Part[]])[] = [
  [
    "adyen",
    "two items",
    [
      [undefined, "AUTHORISATION"],
      [undefined, "CAPTURE"],
    ],
  ],
  ["asana", "an event, the secret as text", [[undefined, undefined]]],
  ["asana", "a heartbeat", []],
  ["attio", "timestamped", [[undefined, "note.created"]]],
  [
    "azure-event-grid",
    "a blob, the secret in a header",
    [["831e1650-001e-001b-66ab-eeb76e069631", "Microsoft.Storage.BlobCreated"]],
  ],
  [
    "gocardless",
    "the SDK's two events",
    [
      ["EV00BD05S5VM2T", undefined],
      ["EV00BD05TB8K63", undefined],
    ],
  ],
  ["hubspot-v1", "the documented contact", [[undefined, "contact.creation"]]],
  ["hubspot-v3", "a new contact", [[undefined, "contact.creation"]]],
  [
    "instagram",
    "a comment and a message",
    [
      [undefined, "comments"],
      [undefined, undefined],
    ],
  ],
  ["intuit", "a customer, in the old format", [[undefined, undefined]]],
  [
    "intuit",
    "an invoice, as CloudEvents",
    [["88cd52aa-33b6-4351-9aa4-47572edbd068", "qbo.invoice.created.v1"]],
  ],
  ["klaviyo", "an opened email", [[undefined, "event:klaviyo.opened_email"]]],
  ["line", "a message, the secret as text", [["01FZ74A0TDDPYRVKNK77XKC3ZR", "message"]]],
  ["line", "the check of the connection", []],
  ["mandrill", "an opened message", [["abc123def456", "open"]]],
  [
    "meta",
    "two changes of a page",
    [
      [undefined, "feed"],
      [undefined, "ratings"],
    ],
  ],
  [
    "meta-messenger",
    "two messages and a message of another page",
    [
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ],
  ],
  [
    "microsoft-graph",
    "a message, and a lifecycle event",
    [
      ["lsgTZMr9KwAAA", "created"],
      [undefined, "missed"],
    ],
  ],
  ["pusher", "the SDK's vacated channel", [[undefined, "channel_vacated"]]],
  [
    "sendgrid",
    "several events, CRLF between",
    [
      ["cHJvY2Vzc2VkLTE5OTQyMTEyLXFOd0JMZ1BRUWpXNkRKdktRd1NBYnctMA", "processed"],
      ["Ym91bmNlLTAtMTk5NDIxMTItcU53QkxnUFFRalc2REp2S1F3U0Fidy0w", "bounce"],
    ],
  ],
  [
    "okta",
    "two events",
    [
      ["2a95a8ea-3a0c-11ee-9e0b-7d1c3a5d5b5f", "user.lifecycle.create"],
      ["2a95cffa-3a0c-11ee-9e0b-7d1c3a5d5b5f", "user.lifecycle.activate"],
    ],
  ],
  [
    "vercel-drains",
    "two log entries",
    [
      ["1573817187330377061717300000", "lambda"],
      ["1573817250283254651097202070", "build"],
    ],
  ],
  [
    "whatsapp",
    "two messages and a status",
    [
      ["wamid.A", "messages"],
      ["wamid.B", "messages"],
      [undefined, "messages"],
      [undefined, "account_update"],
    ],
  ],
  ["xero", "a changed contact", [[undefined, undefined]]],
  ["xero", "the test of an endpoint", []],
  ["zoho-desk", "a ticket", [[undefined, "Ticket_Add"]]],
];

/** What the providers demand that want no body, or not one of JSON. */
const acknowledgements: readonly (readonly [id: string, status: number])[] = [
  ["airtable", 204],
  ["bigcommerce", 200],
  ["discord-webhook-events", 204],
  ["microsoft-graph", 202],
  ["okta", 204],
  ["tiktok-shop", 200],
  ["xero", 200],
];

async function presetOf(id: string): Promise<Provider> {
  const module: Record<string, Provider> = await import(`../src/${id}.ts`);
  return Object.values(module)[0] as Provider;
}

/** Receives one of a preset's vectors; without a name, the first. */
async function receive(id: string, name?: string) {
  const vectors: readonly Vector[] = JSON.parse(
    readFileSync(join(dir, `vectors/${id}.json`), "utf8"),
  );
  const vector = vectors.find((one) => name === undefined || one.name === name);
  if (vector === undefined) throw new Error(`${id} has no vector "${name}"`);
  const parts: Part[] = [];
  const { keys } = vectorOptions(vector);
  const receiver = createReceiver({
    provider: await presetOf(id),
    secret: vector.secret,
    url: vector.request.url,
    now: () => vector.now,
    keys,
    on: { "*": (event) => void parts.push([event.id, event.type]) },
  });
  return { parts, reply: await receiver.receive(vectorDelivery(vector)) };
}

const isTested = ([id]: readonly [id: string, ...rest: unknown[]]): boolean =>
  presetIds.includes(id);

describe("batches", () => {
  test("each preset that splits them is here", async () => {
    const presets = await Promise.all(presetIds.map(presetOf));
    const known = batches.map(([id]) => id);
    const missing = presets.filter(({ id, batch }) => batch && !known.includes(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test.each(batches.filter(isTested))("%s: %s", async (id, name, events) => {
    const { parts, reply } = await receive(id, name);
    expect(parts).toEqual(events);
    expect(reply.status).toBeLessThan(300);
  });
});

describe("acknowledgements", () => {
  test("each preset that has one is here", async () => {
    const presets = await Promise.all(presetIds.map(presetOf));
    const known = ["adyen", "dropbox-sign", "twilio", ...acknowledgements.map(([id]) => id)];
    const missing = presets.filter(({ id, acknowledge }) => acknowledge && !known.includes(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test.each(acknowledgements.filter(isTested))("%s gets %i and no body", async (id, status) => {
    expect((await receive(id)).reply).toEqual({ status, headers: {}, body: null });
  });

  test.runIf(presetIds.includes("adyen"))("adyen gets its word", async () => {
    expect((await receive("adyen")).reply).toEqual({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "[accepted]",
    });
  });

  test.runIf(presetIds.includes("dropbox-sign"))("dropbox-sign gets its words", async () => {
    expect((await receive("dropbox-sign")).reply).toEqual({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "Hello API Event Received",
    });
  });

  test.runIf(presetIds.includes("twilio"))("twilio gets TwiML that does nothing", async () => {
    expect((await receive("twilio")).reply).toEqual({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: "<Response></Response>",
    });
  });
});
