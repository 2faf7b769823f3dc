/** `pnpm test:provider <id>`: the tests of one preset, without loading any other. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { presetIds, root } from "./workspace.ts";

const ids = presetIds();
const [id = ""] = process.argv.slice(2);
if (!ids.includes(id)) {
  const alike = ids.filter((one) => one.includes(id) || id.includes(one));
  const hint = id && alike.length > 0 ? `; there is ${alike.join(", ")}` : "";
  console.error(id ? `There is no preset "${id}"${hint}.` : "Name a preset: its file in src.");
  process.exit(1);
}

const dir = "packages/providers/test";
const files = ["providers", "handshakes", "batches", id]
  .map((name) => `${dir}/${name}.test.ts`)
  .filter((file) => existsSync(join(root, file)));
const projects = ["--project=providers", "--project=providers (web crypto)"];
const { status } = spawnSync("vitest", ["run", "--isolate=false", ...projects, ...files], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, HOOKS_PROVIDER: id },
});
process.exitCode = status ?? 1;
