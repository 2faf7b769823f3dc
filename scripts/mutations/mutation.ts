/** One defect to be planted in core. */
export interface Mutation {
  /** What a user would suffer. */
  readonly why: string;
  /** In `packages/core/src`. */
  readonly file: string;
  /** Source text that stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** The test files that should notice, by a part of their paths; the others run only when these don't. */
  readonly tests: readonly string[];
  /** Where it can be seen; default: where Node's own crypto is used. `types` are checked by the compiler. */
  readonly by?: "core" | "core (web crypto)" | "types";
}
