import type { QueueCase } from "./test-queue-trial.ts";

/** What makes two jobs the same where it is not their data. */
export const identityCases: readonly QueueCase[] = [
  {
    name: "enqueue: with an identity, the data may differ and the body may not",
    run: async (trial) => {
      const { queue } = trial;
      const body = Uint8Array.of(1, 2, 3);
      const options = { id: "j", identity: null };
      await queue.enqueue({ data: { a: 1 }, body }, options);
      const again = await queue.enqueue({ data: { a: 2 }, body }, options);
      trial.same(again, { id: "j", isNew: false }, "the same identity and body");
      const others = [
        [{ data: { a: 1 }, body: Uint8Array.of(1) }, options],
        [
          { data: { a: 1 }, body },
          { id: "j", identity: 1 },
        ],
        [{ data: { a: 1 }, body }, { id: "j" }],
      ] as const;
      for (const [job, other] of others) {
        await trial.refuses("another job", "job_id_reused", () => queue.enqueue(job, other));
      }
      trial.same((await queue.inspect("j"))?.data, { a: 1 }, "the data of the first");
    },
  },
];
