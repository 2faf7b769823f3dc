/** Type-checks every TypeScript snippet of the Markdown files, against the sources. */
import { execSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { report, root } from "./workspace.ts";

// Below the docs, whose dependencies are all that a snippet imports.
const dir = join(root, "docs/node_modules/.cache/snippets");
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });

const list = "git ls-files --cached --others --exclude-standard '*.md' ':!:**/CHANGELOG.md'";
const files = execSync(list, { cwd: root, encoding: "utf8" }).trim().split("\n");
let count = 0;
for (const file of files) {
  const text = readFileSync(join(root, file), "utf8");
  for (const { 1: code = "", index } of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
    const line = text.slice(0, index).split("\n").length;
    // Named for its place, so that the compiler's message leads there.
    writeFileSync(join(dir, `${file.replaceAll("/", "__")}__line-${line}.ts`), code);
    count++;
  }
}

writeFileSync(
  join(dir, "tsconfig.json"),
  JSON.stringify({
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noPropertyAccessFromIndexSignature: false,
      typeRoots: [join(root, "node_modules/@types")],
    },
    include: ["*.ts"],
    exclude: [],
  }),
);
const { status, stdout, error } = spawnSync("tsc", ["-p", dir], { cwd: root, encoding: "utf8" });
const problems = status === 0 ? [] : [error?.message ?? stdout.trim()];
if (count === 0) problems.push("there is no snippet, so nothing was checked");
report(problems, `${count} snippets type-check`);
