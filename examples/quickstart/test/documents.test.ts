/** The documents lead nowhere that isn't there, and name every package. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { publicPackages, root } from "../../../scripts/workspace.ts";

const listing = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"];
const files = execFileSync("git", listing, { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((file) => existsSync(join(root, file)));

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("links within the repository lead to files and headings that exist", () => {
  const broken: string[] = [];
  let count = 0;
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      count++;
      const [path, anchor] = link.split("#");
      const target = path ? join(dirname(file), path) : file;
      const found =
        existsSync(join(root, target)) &&
        (!anchor || anchorsOf(readFileSync(join(root, target), "utf8")).includes(anchor));
      if (!found) broken.push(`${file}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
  expect(count).toBeGreaterThan(20);
});

test("every document runs the pnpm that package.json pins", () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = (file: string): readonly string[] =>
    readFileSync(join(root, file), "utf8").match(/pnpm@[\d.]+/g) ?? [];
  expect(named("CONTRIBUTING.md")).not.toEqual([]);
  expect([...new Set(files.flatMap(named))]).toEqual([packageManager]);
});

test("the README's table has every public package, and each has a README", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const { dir, manifest } of publicPackages()) {
    expect(readme).toContain(`| [\`${manifest.name}\`](${dir}) |`);
    expect(readFileSync(join(root, dir, "README.md"), "utf8")).toContain(`# ${manifest.name}\n`);
  }
});
