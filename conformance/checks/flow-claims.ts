import type { Reply } from "@hooks/core";
import { holds, same } from "../tally.ts";
import { type FlowCase, textOf } from "./flow-trial.ts";

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const reply: Reply = {
  status: 202,
  headers: { "content-type": "application/octet-stream", "x-custom": "a, b" },
  body: everyByte,
};

/** Waits for what is about to happen, but not for long. */
async function until(hasHappened: () => boolean): Promise<void> {
  for (let tries = 0; !hasHappened() && tries < 2000; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const noConnection = (): Promise<never> => Promise.reject(new Error("no connection"));

const failingStore = { claim: noConnection, complete: noConnection, release: noConnection };

/** What is verified is processed once. */
export const claimCases: readonly FlowCase[] = [
  {
    name: "a duplicate",
    run: async (start) => {
      const trial = start();
      await trial.accepts(await trial.signed());
      await trial.accepts(await trial.signed(), "true");
      trial.has(1, "processed", "duplicate");
    },
  },
  {
    name: "a duplicate of what was answered with bytes",
    run: async (start) => {
      const trial = start({ on: { "*": () => reply } });
      const first = await trial.send(await trial.signed());
      same("the answer", first, reply);
      const second = await trial.send(await trial.signed());
      same("its bytes", second.body, everyByte);
      same("its mark", second.headers["webhook-duplicate"], "true");
      trial.has(1, "processed", "duplicate");
    },
  },
  {
    name: "an id again with another body",
    run: async (start) => {
      const trial = start();
      await trial.accepts(await trial.signed('{"a":1}'));
      await trial.refuses(422, "delivery_id_reused", await trial.signed('{"a":2}'));
      trial.has(1, "processed", "delivery_id_reused");
    },
  },
  {
    name: "two at once",
    run: async (start) => {
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const trial = start({ on: { "*": () => released } });
      const first = trial.send(await trial.signed());
      await until(() => trial.events.length === 1);
      const second = await trial.send(await trial.signed());
      same("the second", textOf(second), '409 {"error":"delivery_in_progress"}');
      const seconds = Number(second.headers["retry-after"]);
      holds(seconds > 20 && seconds <= 30, `retry-after is ${seconds}`);
      release();
      same("the first", (await first).status, 200);
      await trial.accepts(await trial.signed(), "true");
      trial.has(1, "delivery_in_progress", "processed", "duplicate");
    },
  },
  {
    name: "fifty different ones at once",
    run: async (start) => {
      const trial = start();
      const send = async (_: unknown, i: number): Promise<string> =>
        textOf(await trial.send(await trial.signed(`{"i":${i}}`, { id: `msg_${i}` })));
      for (const [i, answer] of (await Promise.all(Array.from({ length: 50 }, send))).entries()) {
        same("an answer", answer, `200 {"received":true,"eventId":"msg_${i}"}`);
      }
      const seen = trial.events.map(({ id, payload }) => `${id} ${JSON.stringify(payload)}`);
      same("the events", new Set(seen).size, 50);
      for (const i of seen.keys()) same("an event", seen.includes(`msg_${i} {"i":${i}}`), true);
    },
  },
  {
    name: "a handler that fails, and the next try",
    run: async (start) => {
      let tries = 0;
      const fail = (): void => {
        if (++tries === 1) throw new Error("no connection to the database");
      };
      const trial = start({ on: { "*": fail } });
      await trial.refuses(500, "handler_failed", await trial.signed());
      await trial.accepts(await trial.signed());
      trial.has(2, "handler_failed", "processed");
    },
  },
  {
    name: "a handler that asks to be tried again",
    run: async (start) => {
      const later: Reply = { status: 503, headers: { "retry-after": "9" }, body: "later" };
      const trial = start({ on: { "*": () => later } });
      for (let i = 0; i < 2; i++) {
        same("the answer", textOf(await trial.send(await trial.signed())), "503 later");
      }
      same("the count of handled events", trial.events.length, 2);
    },
  },
  {
    name: "a handler that outlives its time",
    run: async (start) => {
      let reason: unknown;
      const trial = start({
        timeoutMs: 30,
        on: {
          "*": (_, { signal }) =>
            new Promise<void>((resolve) => {
              signal.addEventListener("abort", () => {
                reason = signal.reason;
                resolve();
              });
            }),
        },
      });
      await trial.refuses(503, "handler_timeout", await trial.signed());
      same("an aborted signal", reason instanceof Error && reason.message, "handler_timeout");
      // It did end, if late, so its work is done.
      await until(() => trial.outcomes.length === 2);
      await trial.accepts(await trial.signed(), "true");
      trial.has(1, "handler_timeout", "processed", "duplicate");
    },
  },
  {
    name: "a store that fails",
    run: async (start) => {
      const trial = start({ store: failingStore });
      await trial.refuses(503, "store_failed", await trial.signed());
      trial.has(0, "store_failed");
    },
  },
];
