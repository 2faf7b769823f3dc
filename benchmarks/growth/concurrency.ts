import { createReceiver, type Delivery } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { memoryStore } from "@hooks/store-memory";
import { takeTurns } from "../measure/take-turns.ts";
import { headersOf, secret } from "../verify/case.ts";
import { jsonOf } from "../verify/cases.ts";
import { githubDelivery } from "./github-delivery.ts";
import type { Growth } from "./growth.ts";

/** Takes so many new deliveries in, whose handlers all run at the same time: each waits until the last has begun. */
async function takeAll(template: Delivery, count: number): Promise<void> {
  let begun = 0;
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const handler = (): Promise<void> => {
    begun++;
    if (begun === count) open?.();
    return gate;
  };
  const receiver = createReceiver({
    provider: github,
    secret,
    store: memoryStore(),
    on: { "*": handler },
  });
  const replies = await Promise.all(
    Array.from({ length: count }, (_, i) => {
      const headers = { ...headersOf(template), "x-github-delivery": `delivery-${i}` };
      return receiver.receive({ ...template, headers });
    }),
  );
  const failed = replies.find(({ status }) => status !== 200);
  if (failed) throw new Error(`a delivery was answered ${failed.status}`);
}

/** How many are taken at least in what is timed. */
const least = 100;

export const concurrency: Growth = {
  name: "Deliveries at the same time, with the memory store",
  of: "`receive` of one of them, 1 KB",
  should: "flat",
  counts: [1, 10, 100, 1000, 10_000],
  measure: async (pace, counts) => {
    const template = await githubDelivery(jsonOf(1024));
    const contenders = counts.map((count) => ({
      name: `${count}`,
      run: async () => {
        for (let taken = 0; taken < least; taken += count) await takeAll(template, count);
      },
    }));
    const timings = await takeTurns(contenders, pace);
    return timings.map(({ microseconds, spread: [low, high] }, i) => {
      const taken = Math.max(least, counts[i] as number);
      return { microseconds: microseconds / taken, spread: [low / taken, high / taken] };
    });
  },
};
