import { spawnSync } from "node:child_process";
import { describe } from "vitest";

const runs = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, {
    stdio: "ignore",
    // So that the package starts no service of its own.
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  }).status === 0;

const isInstalled = (): boolean => runs("redis-server", "--version");

/** One at a time, for each test file asks for it in a process of its own. */
function installRedis(): boolean {
  const install = "apt-get install --yes --no-install-recommends redis-server";
  const script = `command -v redis-server || ${install} || { apt-get update && ${install}; }`;
  runs("flock", "/tmp/hooks-install-redis.lock", "sh", "-c", script);
  return isInstalled();
}

const mayInstall = process.getuid?.() === 0 && runs("apt-get", "--version");
const hasRedis = isInstalled() || (mayInstall && installRedis());

/** A group of tests that need a real Redis: skipped where there is none, but failing there under `CI`. */
export const describeRedis: (name: string, tests: () => void) => void =
  hasRedis || process.env["CI"]
    ? describe
    : (name, tests) => describe.skip(`${name} (redis-server is not installed)`, tests);
