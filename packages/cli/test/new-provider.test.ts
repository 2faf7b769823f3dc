import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../../scripts/workspace.ts";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
/** A copy of what the command needs, for it writes into the repository that it is of. */
let copy: string;
beforeAll(async () => {
  cli = await buildCli();
  copy = mkdtempSync(join(tmpdir(), "hooks-new-"));
  const listed = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listed, { cwd: root, encoding: "utf8" }).trim().split("\n");
  const needed = /^(packages\/|scripts\/|docs\/|conformance\/|[^/]+$)/;
  for (const file of files.filter((one) => needed.test(one))) {
    cpSync(join(root, file), join(copy, file), { force: true, errorOnExist: false });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => {
  cli.close();
  rmSync(copy, { recursive: true, force: true });
});

const answers = [
  "--name=Acme Inc.",
  "--docs=https://acme.example/docs",
  "--where=Acme-Signature: {signature} | json type: {type}",
  "--signed=HMAC-SHA256 hex of {body}",
  "--secret=text",
];

test("writes the two files, from a folder inside the clone", { timeout: 120_000 }, async () => {
  const cwd = join(copy, "packages/providers");
  const env = { PATH: process.env["PATH"] ?? "" };
  const { code, out } = await cli.run(["new", "provider", "acme", ...answers], { cwd, env });
  expect([code, out]).toEqual([0, expect.stringContaining("Now: pnpm test:provider acme")]);
  expect(readFileSync(join(cwd, "src/acme.ts"), "utf8")).toContain('name: "Acme Inc."');
  expect(JSON.parse(readFileSync(join(cwd, "vectors/acme.json"), "utf8"))).toHaveLength(1);
  const taken = await cli.run(["new", "provider", "acme", ...answers], { cwd, env });
  expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('a preset "acme" already')]);
});

test("--json says which files were written, and nothing else", { timeout: 120_000 }, async () => {
  const env = { PATH: process.env["PATH"] ?? "" };
  const args = ["new", "provider", "other-acme", ...answers, "--json"];
  const { code, out } = await cli.run(args, { cwd: copy, env });
  expect(code).toBe(0);
  expect(out.split("\n").map((line) => line && JSON.parse(line))).toEqual([
    { path: "packages/providers/src/other-acme.ts", fate: "wrote" },
    { path: "packages/providers/vectors/other-acme.json", fate: "wrote" },
    "",
  ]);
  // A question is none of the answer.
  const asked = await cli.run(["new", "provider", "third-acme", "--json"], { cwd: copy, env });
  expect([asked.code, asked.out]).toEqual([1, ""]);
  expect(asked.err).toContain("1/5");
});

test("outside of a clone it says where it belongs", async () => {
  const { code, out, err } = await cli.run(["new", "provider", "acme"]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("a provider is added in a clone of https://github.com/hooks-sdk/hooks");
  expect((await cli.run(["new", "preset", "acme"])).code).toBe(2);
});
