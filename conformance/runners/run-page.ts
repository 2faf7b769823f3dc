/** The runner for pages: the checks as a global function, for whoever drives the browser. */
import { type RunResult, run } from "../run.ts";
import type { CryptoPath } from "../subject.ts";
import { bundledSubject } from "./bundled-subject.ts";

Object.assign(globalThis, {
  runConformance: (cryptoPath: CryptoPath): Promise<RunResult> => run(bundledSubject(cryptoPath)),
});
