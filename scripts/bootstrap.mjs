/** What a fresh clone with only Node 20 and npm needs: the pinned pnpm and, once installed, Node 24. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const windows = process.platform === "win32";

/** The Node that scripts and examples run on, which strips types by itself. */
export const node24 = join(root, "node_modules/node/bin", windows ? "node.exe" : "node");

/** Runs the pnpm that package.json pins; gives the exit code and, unless inherited, the output. */
export function pnpm(args, { inherit = false } = {}) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const child = spawn("npx", ["--yes", packageManager, ...args], {
    cwd: root,
    stdio: inherit ? "inherit" : ["ignore", "pipe", "pipe"],
    shell: windows,
    env: { ...process.env, CI: process.env.CI ?? "1", TURBO_TELEMETRY_DISABLED: "1" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Like `pnpm`, but one line when it works and all the output, then exit, when it does not. */
export async function step(name, args) {
  const start = performance.now();
  const { code, output } = await pnpm(args);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.error(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
  if (code !== 0) console.error(output);
  return code;
}
