import { boundCases } from "./test-store-bound.ts";
import { claimCases } from "./test-store-claims.ts";
import { keyCases } from "./test-store-keys.ts";
import { replyCases } from "./test-store-replies.ts";
import { settlingCases } from "./test-store-settling.ts";
import { timeCases } from "./test-store-times.ts";
import { type CreateStore, StoreTrial } from "./test-store-trial.ts";
import { walkCases } from "./test-store-walk.ts";

/** What {@link testStore} needs of the test runner, and has to know of the store. */
export interface StoreTestOptions {
  /** Registers a test; `test` of any runner will do. A test fails by rejecting with an `Error`. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /**
   * How many entries the created stores hold at most: 42 or more, for the suite's own keys. Without it, the cases
   * of a full store are left out.
   */
  readonly maxEntries?: number | undefined;
}

const cases = [
  ...claimCases,
  ...settlingCases,
  ...timeCases,
  ...replyCases,
  ...keyCases,
  ...walkCases,
  ...boundCases,
];

/** As many keys as a case holds at once that is not about the bound. */
const leastEntries = 42;

/**
 * Registers the tests that every store has to pass, each with a store of its own.
 *
 * They show that a claim has one winner, that only the holder of a live lease settles it, that a completed delivery
 * comes back as it was recorded for as long as it should, and that a bound loses nobody's claim.
 *
 * @param createStore makes a store that holds nothing yet; a store that is shared needs keys of its own each time
 * @returns how many tests were registered; each of them fails unless it has checked something
 * @throws Error for a bound that is too small for the suite
 */
export function testStore(
  name: string,
  createStore: CreateStore,
  { test, maxEntries }: StoreTestOptions,
): number {
  if (maxEntries !== undefined && !(maxEntries >= leastEntries)) {
    throw new Error(`${name}: the suite needs stores of at least ${leastEntries} entries`);
  }
  const chosen = cases.filter(({ needsBound }) => maxEntries !== undefined || !needsBound);
  for (const { name: caseName, run } of chosen) {
    test(`${name}: ${caseName}`, async () => {
      const trial = await StoreTrial.start(createStore, maxEntries ?? 0);
      try {
        await run(trial);
      } finally {
        await trial.close();
      }
      if (trial.count === 0) throw new Error(`${name}: "${caseName}" has checked nothing`);
    });
  }
  return chosen.length;
}
