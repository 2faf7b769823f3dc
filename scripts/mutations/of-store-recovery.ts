import type { Mutation } from "./mutation.ts";

const recovery = ["core/test/flow-store-recovery"];

/** Defects of what a store is told later: each has a delivery run again, or wait, for nothing. */
export const ofStoreRecovery: readonly Mutation[] = [
  {
    why: "a store that was down when a handler ended is told no more",
    file: "claim.ts",
    from: "later(({ settleLater }) => settleLater(options, verb));",
    to: "",
    tests: recovery,
  },
  {
    why: "a claim that is granted too late is kept",
    file: "claim.ts",
    from: "later(({ releaseLate }) => releaseLate(options, key, store, claiming));",
    to: "",
    tests: recovery,
  },
];
