import { spawnSync } from "node:child_process";

/** The version of `redis-server`, which is installed where that may be done; `undefined` where there is none. */
export function findRedis(): string | undefined {
  const install = ["install", "--yes", "--no-install-recommends", "redis-server"];
  // With an old list of packages, or none, the first does not find it.
  const steps = process.getuid?.() === 0 ? [install, ["update"], install] : [];
  for (const step of steps) {
    if (installedVersion() !== undefined) break;
    // So that the package asks nothing, and starts no service of its own.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    spawnSync("apt-get", step, { env });
  }
  return installedVersion();
}

function installedVersion(): string | undefined {
  const { stdout } = spawnSync("redis-server", ["--version"], { encoding: "utf8" });
  return /v=(\S+)/.exec(stdout ?? "")?.[1];
}
