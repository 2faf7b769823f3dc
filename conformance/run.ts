import { checkBytes } from "./checks/check-bytes.ts";
import { checkCryptoPath } from "./checks/check-crypto-path.ts";
import { checkFlow } from "./checks/check-flow.ts";
import { checkPresets } from "./checks/check-presets.ts";
import { checkSchemes } from "./checks/check-schemes.ts";
import { checkVectors } from "./checks/check-vectors.ts";
import type { Subject } from "./subject.ts";
import { Tally } from "./tally.ts";

const groups = {
  vectors: checkVectors,
  presets: checkPresets,
  schemes: checkSchemes,
  flow: checkFlow,
  bytes: checkBytes,
  crypto: checkCryptoPath,
} as const;

/** What came of a run: how many checks each group has made, and what failed. */
export interface RunResult {
  readonly counts: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/** Runs all checks on built packages, with nothing but what every runtime has. */
export async function run(subject: Subject): Promise<RunResult> {
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  for (const [name, checkGroup] of Object.entries(groups)) {
    const tally = new Tally();
    await checkGroup(subject, tally);
    counts[name] = tally.count;
    failures.push(...tally.failures.map((failure) => `${name}: ${failure}`));
  }
  return { counts, failures };
}
