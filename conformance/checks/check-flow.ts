import type { Subject } from "../subject.ts";
import type { Tally } from "../tally.ts";
import { bodyCases } from "./flow-bodies.ts";
import { claimCases } from "./flow-claims.ts";
import { refusalCases } from "./flow-refusals.ts";
import { replyCases } from "./flow-replies.ts";
import { FlowTrial, ways } from "./flow-trial.ts";

const cases = [...replyCases, ...refusalCases, ...claimCases, ...bodyCases];

/** A receiver with the memory store, by either way into it. */
export async function checkFlow(subject: Subject, tally: Tally): Promise<void> {
  for (const { name, only, run } of cases) {
    for (const way of ways.filter((one) => only === undefined || only === one)) {
      await tally.check(`${name}, by ${way}`, () =>
        run((options = {}) => new FlowTrial(subject, way, options)),
      );
    }
  }
}
