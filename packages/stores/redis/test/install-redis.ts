import { describe } from "vitest";
import { hasCommand } from "../../../../scripts/install-package.ts";

/** A group of tests that need a real Redis: skipped where there is none, but failing there under `CI`. */
export const describeRedis: (name: string, tests: () => void) => void =
  hasCommand("redis-server") || process.env["CI"]
    ? describe
    : (name, tests) => describe.skip(`${name} (redis-server is not installed)`, tests);
