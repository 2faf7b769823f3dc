/** `npm start`: installs, builds what the quickstart needs, and runs it. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { node24, root, step } from "./bootstrap.mjs";

const steps = [
  ["install", ["--filter=.", "--filter=example-quickstart...", "install", "--frozen-lockfile"]],
  ["build", ["exec", "turbo", "run", "build", "--filter=example-quickstart^..."]],
];
for (const [name, args] of steps) {
  const code = await step(name, args);
  if (code !== 0) process.exit(code);
}

const script = join(root, "examples/quickstart/run.ts");
const child = spawn(node24, [script, ...process.argv.slice(2)], { stdio: "inherit" });
process.on("SIGTERM", () => child.kill("SIGTERM"));
process.on("SIGINT", () => {
  // A terminal's Ctrl-C has already reached the child; a second one could cut its shutdown short.
  if (!process.stdin.isTTY) child.kill("SIGINT");
});
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1));
});
