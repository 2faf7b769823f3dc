import { QueueProcesses } from "./queue-process.ts";
import { attemptCases } from "./test-queue-attempts.ts";
import { closingCases } from "./test-queue-closing.ts";
import { countCases } from "./test-queue-counts.ts";
import { identityCases } from "./test-queue-identity.ts";
import { jobCases } from "./test-queue-jobs.ts";
import { laneCases } from "./test-queue-lanes.ts";
import { leaseCases } from "./test-queue-leases.ts";
import { orderCases } from "./test-queue-order.ts";
import { processCases } from "./test-queue-processes.ts";
import { type CreateQueue, type QueueCase, QueueTrial } from "./test-queue-trial.ts";
import { verbCases } from "./test-queue-verbs.ts";
import { workOffCases } from "./test-queue-work-off.ts";

/** What {@link testQueue} needs of the test runner, and has to know of the queue. */
export interface QueueTestOptions {
  /** Registers a test; `test` of any runner will do. A test fails by rejecting with an `Error`. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Can the created queues' clock be moved? Without it, what is about exact times is left out. */
  readonly canAdvance?: boolean | undefined;
  /** Can a created queue be opened twice? Without it, what is about several is left out. */
  readonly isShared?: boolean | undefined;
  /**
   * A module that opens a queue by its process's arguments and calls `serveQueue` with it; needs the real clock. Without
   * it, what is about processes that are killed or stand still is left out.
   */
  readonly processModule?: URL | undefined;
  /** How long the suite waits for what has to happen; default 20,000, for the slowest machine has to pass. */
  readonly patienceMs?: number | undefined;
  /** What `node` is started with for it. */
  readonly execArguments?: readonly string[] | undefined;
}

const cases: readonly QueueCase[] = [
  ...jobCases,
  ...identityCases,
  ...orderCases,
  ...attemptCases,
  ...leaseCases,
  ...laneCases,
  ...verbCases,
  ...countCases,
  ...closingCases,
  ...workOffCases,
  ...processCases,
];

/**
 * Registers the tests that every queue has to pass, each with a queue of its own.
 *
 * @param createQueue makes a queue that holds nothing yet, with the options that it is given
 * @returns how many tests were registered; each of them fails unless it has checked something
 */
export function testQueue(
  name: string,
  createQueue: CreateQueue,
  options: QueueTestOptions,
): number {
  const { test, canAdvance, isShared, processModule } = options;
  const { execArguments = [], patienceMs = 20_000 } = options;
  const has = { advance: canAdvance, another: isShared, processes: processModule };
  const chosen = cases.filter(({ needs }) => needs === undefined || has[needs]);
  for (const { name: caseName, options: queueOptions = {}, run } of chosen) {
    test(`${name}: ${caseName}`, async () => {
      const setup = await createQueue(queueOptions);
      const processes = processModule && new QueueProcesses(processModule, execArguments);
      const trial = new QueueTrial(setup, processes, patienceMs);
      try {
        await setup.queue.ready();
        await run(trial);
      } finally {
        await trial.close();
      }
      if (trial.count === 0) throw new Error(`${name}: "${caseName}" has checked nothing`);
    });
  }
  return chosen.length;
}
