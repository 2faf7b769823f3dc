import { test } from "vitest";
import { hasCommand } from "../../../scripts/install-package.ts";

/** A test in a shell: skipped where there is none and none can be installed, but failing there under `CI`. */
export function testInShell(shell: string, name: string, run: () => Promise<void> | void): void {
  const hasShell = hasCommand(shell) || process.env["CI"];
  if (hasShell) test(`${shell} ${name}`, { timeout: 120_000 }, run);
  else test.skip(`${shell} ${name} (it is not installed)`, run);
}
