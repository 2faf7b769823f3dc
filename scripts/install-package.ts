/** Installs Debian's packages that tests need, where that may be done without asking anybody. */
import { spawnSync } from "node:child_process";

// So that a package asks nothing, and starts no service of its own.
const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };

const runs = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore", env }).status === 0;

/**
 * Is the command there, or was it once its package was installed? One package at a time, by whichever process: of two
 * that ask for different ones at once, apt refuses the second.
 */
export function hasCommand(command: string, name: string = command): boolean {
  const isThere = (): boolean => runs("sh", "-c", `command -v ${command}`);
  if (isThere()) return true;
  if (process.getuid?.() !== 0 || !runs("apt-get", "--version")) return false;
  // With an old list of packages, or none, the first does not find it.
  const get = `apt-get install --yes --no-install-recommends ${name}`;
  const script = `command -v ${command} || ${get} || { apt-get update && ${get}; }`;
  runs("flock", "/tmp/hooks-install-package.lock", "sh", "-c", script);
  return isThere();
}
