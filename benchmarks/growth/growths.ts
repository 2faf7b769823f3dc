import { createHmac } from "node:crypto";
import { createReceiver, type Delivery, type Provider, sign, verify } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { memoryStore } from "@hooks/store-memory";
import { type Pace, takeTurns } from "../measure/take-turns.ts";
import { headersOf, secret } from "../verify/case.ts";
import { jsonOf } from "../verify/cases.ts";
import { concurrency } from "./concurrency.ts";
import { assertAccepts, githubDelivery } from "./github-delivery.ts";
import type { Cost, Growth } from "./growth.ts";

/** Runs one thing for each count, in turns. */
async function timesOf(
  pace: Pace,
  counts: readonly number[],
  make: (count: number) => Promise<() => unknown>,
): Promise<readonly Cost[]> {
  const contenders = [];
  for (const count of counts) contenders.push({ name: `${count}`, run: await make(count) });
  return takeTurns(contenders, pace);
}

const bodies: Growth = {
  name: "Bytes of the body",
  of: "`verify`, GitHub's scheme",
  should: "linear",
  counts: [64, 1024, 16_384, 262_144, 4_194_304, 26_214_400],
  measure: (pace, counts) =>
    timesOf(pace, counts, async (bytes) => {
      const delivery = await githubDelivery(jsonOf(bytes));
      return assertAccepts(() => verify(github, delivery, { secret }));
    }),
};

const secrets: Growth = {
  name: "Secrets, of which the last matches",
  of: "`verify`, 1 KB",
  should: "linear",
  counts: [1, 2, 10],
  measure: (pace, counts) =>
    timesOf(pace, counts, async (count) => {
      const delivery = await githubDelivery(jsonOf(1024));
      const all = Array.from({ length: count }, (_, i) =>
        i === count - 1 ? secret : `another secret ${i}`,
      );
      return assertAccepts(() => verify(github, delivery, { secret: all }));
    }),
};

const manySignatures: Provider = {
  id: "many-signatures",
  name: "Many signatures",
  docs: "https://example.com",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signatures", split: "," },
    encoding: "hex",
    content: "{body}",
  },
};

const signatures: Growth = {
  name: "Signatures in the header, of which the last matches",
  of: "`verify`, 1 KB",
  should: "linear",
  counts: [1, 2, 5, 10, 20, 50],
  measure: (pace, counts) =>
    timesOf(pace, counts, async (count) => {
      const delivery = await sign(manySignatures, { secret, body: jsonOf(1024) });
      const others = Array.from({ length: count - 1 }, (_, i) =>
        createHmac("sha256", `${i}`).digest("hex"),
      );
      const all = [...others, headersOf(delivery)["x-signatures"]].join(",");
      const signed: Delivery = { ...delivery, headers: { "x-signatures": all } };
      return assertAccepts(() => verify(manySignatures, signed, { secret }));
    }),
};

const entries: Growth = {
  name: "Entries in a memory store that is full",
  of: "claim and complete",
  should: "flat",
  counts: [1000, 10_000, 100_000, 1_000_000],
  measure: (pace, counts) =>
    timesOf(pace, counts, async (maxEntries) => {
      const store = memoryStore({ maxEntries });
      let count = 0;
      const claimAndComplete = (): void => {
        const key = `github:default:${String(count++).padStart(36, "0")}`;
        const claim = store.claim(key, { leaseMs: 30_000 });
        const isDone =
          claim.state === "claimed" && store.complete(key, claim.token, { ttlMs: 604_800_000 });
        if (!isDone) throw new Error(`${key} is not completed`);
      };
      while (count < maxEntries) claimAndComplete();
      return claimAndComplete;
    }),
};

const handlers: Growth = {
  name: "Handlers registered",
  of: "`receive`, 1 KB",
  should: "flat",
  counts: [1, 10, 100, 1000, 10_000],
  measure: (pace, counts) =>
    timesOf(pace, counts, async (count) => {
      let handled = 0;
      const on = Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          i === 0 ? "push" : `type-${i}`,
          () => void handled++,
        ]),
      );
      const receiver = createReceiver({ provider: github, secret, on });
      const delivery = await githubDelivery(jsonOf(1024));
      await receiver.receive(delivery);
      if (handled !== 1) throw new Error("the handler was not run");
      return () => receiver.receive(delivery);
    }),
};

/** What is looked at. */
export const growths: readonly Growth[] = [
  bodies,
  secrets,
  signatures,
  concurrency,
  entries,
  handlers,
];
