/** Packs every public package as for publishing and checks what users would get. */
import { exec } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Package, presetIds, publicPackages, report, root } from "./workspace.ts";

const run = promisify(exec);
/** The modules of types that are published beside the presets. */
const eventModules = globSync("events/*.ts", { cwd: join(root, "packages/providers/src") }).map(
  (file) => file.replaceAll("\\", "/").replace(/\.ts$/, ""),
);
const out = mkdtempSync(join(tmpdir(), "hooks-packages-"));

async function problemsOf({ dir, manifest }: Package): Promise<readonly string[]> {
  const problems: string[] = [];
  async function step(name: string, command: string): Promise<string> {
    try {
      return (await run(command, { cwd: join(root, dir) })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      problems.push(`${manifest.name}: ${name}\n${stdout}${stderr}`);
      return "";
    }
  }

  const tarball = join(out, `${manifest.name.replace("@", "").replace("/", "-")}-0.tgz`);
  await step("pack", `pnpm pack --out "${tarball}"`);
  if (problems.length > 0) return problems;

  const packed = await step("package.json", `tar -xOf "${tarball}" package/package.json`);
  if (/"(workspace|catalog):/.test(packed)) {
    problems.push(`${manifest.name}: a range of the workspace is in the packed package.json`);
  }
  const files = (await step("files", `tar -tf "${tarball}"`)).trim().split("\n");
  for (const file of ["package/README.md", "package/LICENSE"]) {
    if (!files.includes(file)) problems.push(`${manifest.name}: ${file} is missing`);
  }
  for (const file of files) {
    if (!/^package\/(dist\/.+\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/.test(file)) {
      problems.push(`${manifest.name}: ${file} does not belong in the package`);
    }
  }

  await step("publint", `publint run "${tarball}" --strict`);
  // attw does not expand the wildcard of the presets by itself.
  const entries = manifest.exports["./*"]
    ? `--entrypoints ${[...presetIds(), "all", ...eventModules].join(" ")}`
    : "";
  await step("attw", `attw "${tarball}" --profile esm-only --no-color --no-emoji ${entries}`);
  return problems;
}

const packages = publicPackages();
try {
  const problems = await Promise.all(packages.map(problemsOf));
  report(problems.flat(), `${packages.length} packages are fit to be published`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
