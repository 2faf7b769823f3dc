/** Checks that no file of the repository names a package registry, so that it installs from any. */
import { execSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { report, root } from "./workspace.ts";

function output(command: string): string {
  return execSync(command, { cwd: root, encoding: "utf8" }).trim();
}

const configured = new URL(output("pnpm config get registry")).host;
const patterns = [
  new RegExp(configured.replaceAll(".", "\\."), "i"),
  /\b(registry|npm|packages?)\.[a-z0-9-]+\.(com|org|net|io|dev)\b/i,
  /^\s*(tarball|resolved|registry)["']?\s*[:=]\s*["']?https?:/i,
];

const files = output("git ls-files --cached --others --exclude-standard").split("\n");
const problems = files
  .filter((file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile())
  .flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        patterns.some((pattern) => pattern.test(line))
          ? [`${file}:${index + 1}: ${line.trim()}`]
          : [],
      ),
  );

report(problems, `${files.length} files name no registry`);
