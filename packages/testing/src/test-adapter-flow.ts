import { type StandardSchema, type Store, WebhookError } from "@hooks/core";
import { deferred, inTime } from "./test-adapter-exchange.ts";
import type { AdapterCase } from "./test-adapter-trial.ts";

const failingStore: Store = {
  claim: () => Promise.reject(new Error("no connection to the store")),
  complete: () => Promise.reject(new Error("no connection to the store")),
  release: () => Promise.reject(new Error("no connection to the store")),
};

const refusingSchema: StandardSchema = {
  "~standard": {
    version: 1,
    vendor: "adapter-suite",
    validate: () => ({ issues: [{ message: "the payload's secret is s3cr3t", path: ["a"] }] }),
  },
};

/** Once a delivery is verified, it is processed once. */
export const flowCases: readonly AdapterCase[] = [
  {
    name: "flow: a duplicate gets the same answer",
    needsStore: true,
    run: async (trial) => {
      await trial.serve();
      await trial.answers("received", await trial.signed(), "the first");
      await trial.answers("duplicate", await trial.signed(), "the second");
      await trial.answers("duplicate", await trial.signed(), "the third");
      trial.hasHandled(1);
      await trial.hasReported("processed", "duplicate", "duplicate");
    },
  },
  {
    name: "flow: an id again with another body",
    needsStore: true,
    run: async (trial) => {
      await trial.serve();
      await trial.answers("received", await trial.signed('{"a":1}'), "the first");
      await trial.answers("delivery_id_reused", await trial.signed('{"a":2}'), "the other");
      trial.hasHandled(1);
    },
  },
  {
    name: "flow: two at once",
    needsStore: true,
    run: async (trial) => {
      const handling = deferred();
      const isDone = deferred();
      const handler = (): Promise<void> => {
        handling.resolve();
        return isDone.promise;
      };
      await trial.serve({ on: { "*": handler } });
      const first = trial.send(await trial.signed());
      // Told when it is awaited, below.
      first.catch(() => undefined);
      await inTime("the handler", handling.promise);
      await trial.answers("delivery_in_progress", await trial.signed(), "the second");
      isDone.resolve();
      trial.isAnswer("received", await first, "the first");
      await trial.answers("duplicate", await trial.signed(), "the third");
      trial.hasHandled(1);
    },
  },
  {
    name: "flow: a hundred different ones at once",
    run: async (trial) => {
      await trial.serve();
      const send = async (_: unknown, i: number): Promise<string> => {
        const body = JSON.stringify({ i, text: "x".repeat(i * 100) });
        const answer = await trial.send(await trial.signed(body, { id: `msg_${i}` }));
        return `${answer.status} ${new TextDecoder().decode(answer.body)}`;
      };
      const answers = await Promise.all(Array.from({ length: 100 }, send));
      for (const [i, answer] of answers.entries()) {
        const expected = `200 {"received":true,"eventId":"msg_${i}"}`;
        trial.holds(answer === expected, `the answer to msg_${i} is ${answer}`);
      }
      const lengths = trial.events.map(({ payload }) => JSON.stringify(payload).length);
      trial.holds(new Set(lengths).size === 100, "handlers got each other's payloads");
      trial.hasHandled(100);
    },
  },
  {
    name: "flow: the next try after a handler that failed",
    run: async (trial) => {
      let isBroken = true;
      const handler = (): void => {
        if (isBroken) throw new Error("no connection to the database: s3cr3t");
      };
      await trial.serve({ on: { "*": handler } });
      await trial.answers("handler_failed", await trial.signed(), "the first");
      isBroken = false;
      await trial.answers("received", await trial.signed(), "the second");
      trial.hasHandled(2);
      await trial.hasReported("handler_failed", "processed");
    },
  },
  {
    name: "flow: what fails inside is not told",
    run: async (trial) => {
      const handler = (): Promise<never> =>
        Promise.reject(
          Object.assign(new Error(`${trial.secret} s3cr3t`), { status: 418, body: "s3cr3t" }),
        );
      await trial.serve({ on: { "*": handler } });
      const signed = await trial.signed('{"token":"s3cr3t"}');
      const failed = await trial.send(signed);
      trial.isAnswer("handler_failed", failed);
      const changed = new TextEncoder().encode('{"token":"s3cr3t!"}');
      const refused = await trial.send({ ...signed, body: changed });
      trial.isAnswer("signature_mismatch", refused);
      for (const { body, headers, statusText } of [failed, refused]) {
        const text = JSON.stringify([headers, statusText, new TextDecoder().decode(body)]);
        for (const [name, value] of [...signed.headers, ["", trial.secret], ["", "s3cr3t"]]) {
          const isSecret = name === "" || name === "webhook-signature";
          trial.holds(!(isSecret && text.includes(value)), `the answer holds ${value}`);
        }
      }
    },
  },
  {
    name: "flow: a handler that throws no error",
    run: async (trial) => {
      for (const thrown of [undefined, "text", new WebhookError("body_too_large")]) {
        await trial.serve({ on: { "*": () => Promise.reject(thrown) } });
        await trial.answers("handler_failed", await trial.signed(), String(thrown));
        await trial.close();
      }
    },
  },
  {
    name: "flow: a handler that outlives its time",
    run: async (trial) => {
      const aborted = deferred<unknown>();
      await trial.serve({
        timeoutMs: 50,
        on: {
          "*": (_, { signal }) => {
            signal.addEventListener("abort", () => aborted.resolve(signal.reason));
            return aborted.promise;
          },
        },
      });
      await trial.answers("handler_timeout", await trial.signed());
      const reason = await inTime("the signal", aborted.promise);
      trial.holds(reason instanceof Error, "the handler's signal has no reason");
      // It did end, if late, so its work is done.
      await trial.hasReported("handler_timeout", "processed");
    },
  },
  {
    name: "flow: no handler for the event",
    run: async (trial) => {
      await trial.serve({ on: {} });
      await trial.answers("received", await trial.signed());
    },
  },
  {
    name: "flow: a payload that does not match its schema",
    run: async (trial) => {
      await trial.serve({ schema: refusingSchema } as object);
      await trial.answers("payload_invalid", await trial.signed('{"a":"s3cr3t"}'));
      trial.hasHandled(0);
    },
  },
  {
    name: "flow: a payload that is hard to parse",
    run: async (trial) => {
      await trial.serve({ store: undefined });
      await trial.answers("received", await trial.signed('{"__proto__":{"polluted":true}}'));
      const isPolluted = "polluted" in {};
      trial.holds(!isPolluted, "the payload has changed every object");
      const deep = "[".repeat(30_000) + "]".repeat(30_000);
      const { status } = await trial.send(await trial.signed(deep));
      trial.holds(status === 200 || status === 400, `a deep payload is answered ${status}`);
      for (const text of ["{", "undefined", "NaN", "{'a':1}", '{"a":1}}']) {
        await trial.answers("payload_malformed", await trial.signed(text), text);
      }
    },
  },
  {
    name: "flow: a store that fails",
    run: async (trial) => {
      await trial.serve({ store: failingStore });
      await trial.answers("store_failed", await trial.signed());
      trial.hasHandled(0);
    },
  },
];
