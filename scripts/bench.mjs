/** `npm run bench`: installs, builds, runs every benchmark, and writes the pages of docs/benchmarks. */
import { pnpm, step } from "./bootstrap.mjs";

const build = ["exec", "turbo", "run", "build", "--output-logs=errors-only"];
for (const name of ["core", "providers", "express", "fastify", "hono", "node", "store-memory"]) {
  build.push(`--filter=@hooks/${name}`);
}
for (const [name, args] of [
  ["install", ["install", "--frozen-lockfile"]],
  ["build", build],
]) {
  if ((await step(name, args)) !== 0) process.exit(1);
}
const options = process.argv.slice(2);
const mode = options.includes("--quick") ? [] : ["--write"];
const run = ["exec", "node", "benchmarks/run-all.ts", ...mode, ...options];
const { code } = await pnpm(run, { inherit: true });
process.exit(code);
