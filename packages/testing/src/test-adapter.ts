import type { Store } from "@hooks/core";
import { bodyCases } from "./test-adapter-bodies.ts";
import { brokenCases } from "./test-adapter-broken.ts";
import { codingCases } from "./test-adapter-codings.ts";
import { flowCases } from "./test-adapter-flow.ts";
import { refusalCases } from "./test-adapter-refusals.ts";
import { replyCases } from "./test-adapter-replies.ts";
import { requestCases } from "./test-adapter-requests.ts";
import { sizeCases } from "./test-adapter-sizes.ts";
import { AdapterTrial, type ServeAdapter } from "./test-adapter-trial.ts";

/** What {@link testAdapter} needs of the test runner, and has to know of the host. */
export interface AdapterTestOptions {
  /** Registers a test; `test` of any runner will do. A test fails by rejecting with an `Error`. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Makes an empty store. Without it, the cases that need one are left out. */
  readonly createStore?: (() => Store) | undefined;
  /** Names of the cases that the host decides by itself, so that the adapter has no say in them. */
  readonly except?: readonly string[] | undefined;
  /** Lower-case names of headers that the host adds to every answer, beside those that belong to HTTP itself. */
  readonly hostHeaders?: readonly string[] | undefined;
}

const cases = [
  ...bodyCases,
  ...codingCases,
  ...sizeCases,
  ...brokenCases,
  ...requestCases,
  ...refusalCases,
  ...flowCases,
  ...replyCases,
];

/**
 * Registers the tests that every adapter has to pass, each against a server of its own, over real sockets.
 *
 * Every answer is compared in full (status, headers, body) with one table, so adapters that pass are the same to a
 * provider byte for byte.
 *
 * @param serve starts a server on a free port that gives the receiver every request, whatever its method and path
 * @returns how many tests were registered; each of them fails unless it has checked something
 * @throws Error for an exception that is no case
 */
export function testAdapter(
  name: string,
  serve: ServeAdapter,
  { test, createStore, except = [], hostHeaders = [] }: AdapterTestOptions,
): number {
  const unknown = except.filter((one) => !cases.some((each) => each.name === one));
  if (unknown.length > 0) throw new Error(`${name}: there is no case "${unknown.join('", "')}"`);
  const chosen = cases.filter(
    (one) => !except.includes(one.name) && !(one.needsStore && createStore === undefined),
  );
  for (const { name: caseName, run } of chosen) {
    test(`${name}: ${caseName}`, async () => {
      const trial = new AdapterTrial({ serve, createStore, hostHeaders });
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
