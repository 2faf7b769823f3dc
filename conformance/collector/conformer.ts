import type { RunResult } from "../run.ts";
import type { CryptoPath } from "../subject.ts";
import type { Tool } from "./find-executable.ts";

/** A runtime or host, and how the checks are run on it. */
export interface Conformer {
  readonly name: string;
  readonly tool: Tool;
  /** What HMACs are computed with, where that is asked. */
  readonly crypto?: CryptoPath;
  /** Whoever says the same makes the same checks. */
  readonly peers: string;
  readonly run: (executable: string) => Promise<RunResult>;
}
