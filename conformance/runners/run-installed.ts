/** The runner for Node, Deno and Bun, which resolve the packages by themselves. */
import { run } from "../run.ts";
import { installedSubject } from "./installed-subject.ts";
import { readVectors } from "./read-vectors.ts";

const { bun, deno, node } = process.versions;
const core = import.meta.resolve("@hooks/core");
const result = await run({
  ...installedSubject,
  vectors: readVectors(),
  cryptoPath: "node:crypto",
});
console.log(JSON.stringify({ version: bun ?? deno ?? node, core, ...result }));
