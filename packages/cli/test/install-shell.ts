import { spawnSync } from "node:child_process";
import { test } from "vitest";

const runs = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, {
    stdio: "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;

const isInstalled = (shell: string): boolean => runs(shell, "--version");

function install(shell: string): boolean {
  if (process.getuid?.() !== 0 || !runs("apt-get", "--version")) return false;
  const get = `apt-get install --yes --no-install-recommends ${shell}`;
  const script = `command -v ${shell} || ${get} || { apt-get update && ${get}; }`;
  // One at a time, for several test files may ask for packages.
  runs("flock", "/tmp/hooks-install-shell.lock", "sh", "-c", script);
  return isInstalled(shell);
}

/** A test in a shell: skipped where there is none and none can be installed, but failing there under `CI`. */
export function testInShell(shell: string, name: string, run: () => Promise<void> | void): void {
  const hasShell = isInstalled(shell) || install(shell) || process.env["CI"];
  if (hasShell) test(`${shell} ${name}`, { timeout: 120_000 }, run);
  else test.skip(`${shell} ${name} (it is not installed)`, run);
}
