import { same } from "../tally.ts";
import type { HostCase, HostTrial } from "./host-trial.ts";

const replies = [
  "binary_reply",
  "custom_reply",
  "no_content_reply",
  "untyped_reply",
  "large_reply",
  "failing_reply",
] as const;

/** What is verified is processed once, and what the handler returns is what is sent. */
export const flowCases: readonly HostCase[] = [
  {
    name: "flow: a duplicate gets the same answer",
    scenario: "plain",
    run: async (trial) => {
      await trial.answers("received", await trial.signed(), "the first");
      await trial.answers("duplicate", await trial.signed(), "the second");
      await trial.has(1, "processed", "duplicate");
    },
  },
  {
    name: "flow: a receiver that was made while its module loaded",
    scenario: "early",
    run: async (trial) => {
      await trial.answers("received", await trial.signed(), "the first");
      await trial.answers("duplicate", await trial.signed(), "the second");
    },
  },
  {
    name: "flow: an id again with another body",
    scenario: "plain",
    run: async (trial) => {
      await trial.answers("received", await trial.signed('{"a":1}'), "the first");
      await trial.answers("delivery_id_reused", await trial.signed('{"a":2}'), "the other");
      await trial.has(1, "processed", "delivery_id_reused");
    },
  },
  {
    name: "flow: two at once",
    scenario: "held",
    run: async (trial) => {
      const first = trial.send(await trial.signed());
      // Told when it is awaited, below.
      first.catch(() => undefined);
      await trial.reported(({ handled }) => handled === 1);
      await trial.answers("delivery_in_progress", await trial.signed(), "the second");
      await trial.control("release");
      trial.isAnswer("received", await first, "the first");
      await trial.answers("duplicate", await trial.signed(), "the third");
      await trial.has(1, "delivery_in_progress", "processed", "duplicate");
    },
  },
  {
    name: "flow: thirty different ones at once",
    scenario: "plain",
    run: async (trial) => {
      const send = async (_: unknown, i: number): Promise<void> => {
        const body = JSON.stringify({ i, text: "x".repeat(i * 100) });
        const answer = await trial.send(await trial.signed(body, { id: `msg_${i}` }));
        const text = `${answer.status} ${new TextDecoder().decode(answer.body)}`;
        same(`the answer to msg_${i}`, text, `200 {"received":true,"eventId":"msg_${i}"}`);
      };
      await Promise.all(Array.from({ length: 30 }, send));
      await trial.has(30, ...new Array<string>(30).fill("processed"));
    },
  },
  {
    name: "flow: a handler that fails, and the next try",
    scenario: "throws-once",
    run: async (trial) => {
      await trial.answers("handler_failed", await trial.signed(), "the first");
      await trial.answers("received", await trial.signed(), "the second");
      await trial.has(2, "handler_failed", "processed");
    },
  },
  {
    name: "flow: a handler that outlives its time",
    scenario: "slow",
    run: async (trial) => {
      await trial.answers("handler_timeout", await trial.signed());
      // Where it can end, if late, its work is done.
      const late = trial.traits.stopsLateWork ? [] : ["processed"];
      await trial.has(1, "handler_timeout", ...late);
    },
  },
  {
    name: "flow: a payload that is not JSON",
    scenario: "plain",
    run: async (trial) => {
      await trial.answers("payload_malformed", await trial.signed("{"));
      await trial.has(0, "payload_malformed");
    },
  },
  {
    name: "flow: a payload that does not match its schema",
    scenario: "strict",
    run: async (trial) => {
      await trial.answers("payload_invalid", await trial.signed());
      await trial.has(0, "payload_invalid");
    },
  },
  {
    name: "flow: a store that fails",
    scenario: "store-fails",
    run: async (trial) => {
      await trial.answers("store_failed", await trial.signed());
      await trial.has(0, "store_failed");
    },
  },
  {
    name: "flow: a handshake",
    scenario: "plain",
    run: async (trial) => {
      const signed = await trial.signed('{"type":"ping","challenge":"$& 🪝"}');
      const answer = await trial.send(signed);
      const headers = { "content-type": /^text\/plain/, "x-content-type-options": "nosniff" };
      trial.is({ status: 200, headers, body: "pong $& 🪝" }, answer, "the challenge");
      await trial.has(0, "handshake");
    },
  },
  ...replies.map((name) => ({
    name: `reply: ${name}`,
    scenario: name,
    run: async (trial: HostTrial) => trial.answers(name, await trial.signed()),
  })),
  {
    name: "reply: without a body",
    scenario: "bodyless",
    run: async (trial) => trial.answers("bodyless_reply", await trial.signed()),
  },
  {
    name: "reply: again to a duplicate, byte for byte",
    scenario: "binary_reply",
    run: async (trial) => {
      await trial.answers("binary_reply", await trial.signed(), "the first");
      await trial.answers("binary_reply_duplicate", await trial.signed(), "the second");
      await trial.has(1, "processed", "duplicate");
    },
  },
];
