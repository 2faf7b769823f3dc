import { spawnSync } from "node:child_process";
import { hasCommand } from "../../scripts/install-package.ts";

/** The version of `redis-server`, which is installed where that may be done; `undefined` where there is none. */
export function findRedis(): string | undefined {
  if (!hasCommand("redis-server")) return undefined;
  const { stdout } = spawnSync("redis-server", ["--version"], { encoding: "utf8" });
  return /v=(\S+)/.exec(stdout ?? "")?.[1];
}
