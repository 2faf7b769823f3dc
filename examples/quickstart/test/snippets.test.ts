/** Every example of the README and the guides runs, and prints what the text says that it prints. */
import { execFile } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const root = new URL("../../../", import.meta.url);
const files = ["README.md", ...globSync("docs/guides/*.md", { cwd: fileURLToPath(root) }).sort()];
const snippets = files.flatMap((file) => {
  const text = readFileSync(new URL(file, root), "utf8");
  return (
    [...text.matchAll(/^```ts\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?/gms)]
      // What serves, works, or holds a connection does not end, and what sends has nobody to send to.
      .filter(
        ([, code = ""]) =>
          !/\.listen\(|\.process\(|new Redis\(|bullmqQueue\(|ender\.send\(/.test(code),
      )
      .map(({ 1: code = "", 2: output, index }) => {
        const line = text.slice(0, index).split("\n").length;
        return { place: `${file}, line ${line}`, code, output };
      })
  );
});

/** One that all presets of the examples take, but for those whose secret is a public key: that is RFC 8032's first. */
const secretFor = (name: string): string =>
  name.endsWith("PUBLIC_KEY")
    ? "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    : `whsec_${btoa("a secret of the examples")}`;

/** Where they find the packages, and may write files. */
let place: string;

beforeAll(() => {
  const cache = fileURLToPath(new URL("docs/node_modules/.cache/", root));
  mkdirSync(cache, { recursive: true });
  place = mkdtempSync(join(cache, "run-"));
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

test("there are examples", () => {
  expect(files.length).toBeGreaterThan(3);
  expect(snippets.length).toBeGreaterThan(10);
});

test.each(snippets)("$place", async ({ code, output }) => {
  const names = Array.from(code.matchAll(/process\.env\.(\w+)/g), ([, name]) => name as string);
  const secrets = Object.fromEntries(names.map((name) => [name, secretFor(name)]));
  const args = ["--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: place,
    env: { ...process.env, NO_COLOR: "1", ...secrets },
  });
  if (output !== undefined) expect(stdout).toBe(output);
});
