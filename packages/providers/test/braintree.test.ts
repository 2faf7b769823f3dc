import { createReceiver } from "@hooks/core";
import { expect, test } from "vitest";
import { braintree } from "../src/braintree.ts";
import { endpoint } from "./handshake-exchanges.ts";
import { presetIds } from "./preset-ids.ts";

const isAsked = presetIds.includes("braintree");

const events: unknown[] = [];
const { receive } = createReceiver({
  provider: braintree,
  secret: "the_public_key|the_private_key",
  on: { "*": (event) => void events.push(event) },
});

const ask = (challenge: string) =>
  receive({
    method: "GET",
    url: `${endpoint}?bt_challenge=${encodeURIComponent(challenge)}`,
    headers: {},
    body: "",
  });

test.runIf(isAsked)(
  "nobody has a delivery signed by asking for the answer to a challenge",
  async () => {
    for (const challenge of ["20f9f8ed05f77439fe955c977e4c8a53", "0".repeat(20), "c".repeat(32)]) {
      const { status, body } = await ask(challenge);
      expect(status).toBe(200);
      for (const payload of [challenge, `${challenge}\n`, challenge.toUpperCase()]) {
        const form = new URLSearchParams({ bt_signature: String(body), bt_payload: payload });
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        const reply = await receive({ method: "POST", url: endpoint, headers, body: `${form}` });
        expect(reply.status).toBe(401);
      }
    }
    expect(events).toEqual([]);
  },
);

test.runIf(isAsked)("what is no challenge of Braintree's is not answered", async () => {
  const xml = btoa("<notification><kind>check</kind></notification>");
  for (const text of [
    "PG5vdGlmaWNhdGlvbj4KPGtpbmQ+",
    xml,
    "a".repeat(19),
    "a".repeat(33),
    "A".repeat(20),
  ]) {
    expect((await ask(text)).status).toBe(405);
  }
});
