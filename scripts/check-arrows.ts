/** Checks which package imports which, and that core and presets stay free of any one runtime. */
import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { type Import, importsOf } from "./module-imports.ts";
import { type Package, publicPackages, report, root } from "./workspace.ts";

/** The packages that each room may import; `*` is every one. Adapters and stores see core's index alone. */
const arrows: readonly (readonly [room: RegExp, allowed: readonly string[]])[] = [
  [/^packages\/core$/, []],
  [/^packages\/providers$/, ["@hooks/core"]],
  [/^packages\/adapters\/(express|fastify|hono|next)$/, ["@hooks/core", "@hooks/node"]],
  [/^packages\/adapters\//, ["@hooks/core"]],
  [/^packages\/stores\//, ["@hooks/core"]],
  [/^packages\/ssrf-guard$/, []],
  [/^packages\/sender$/, ["@hooks/core", "@hooks/providers/*", "@hooks/ssrf-guard"]],
  [/^packages\/queue$/, []],
  [/^packages\/queues\//, ["@hooks/queue"]],
  [/^packages\/dispatcher$/, ["@hooks/core", "@hooks/queue", "@hooks/sender"]],
  [/^packages\/testing$/, ["@hooks/core", "@hooks/core/*", "@hooks/queue"]],
  [/^packages\/cli$/, ["*"]],
];

/** Where a Node built-in must not be: one file of core is chosen by the `node` condition. */
const runtimeFree = /^packages\/(core\/src\/(?!crypto-node\.ts$)|providers\/src\/)/;

const preset = /^packages\/providers\/src\/(?!all\.ts$)[^/]+\.ts$/;

function matches(allowed: readonly string[], specifier: string): boolean {
  return allowed.some((one) =>
    one.endsWith("*") ? specifier.startsWith(one.slice(0, -1)) : specifier === one,
  );
}

function problemWith(file: string, { dir, manifest }: Package, { specifier, typeOnly }: Import) {
  if (specifier.startsWith(".")) {
    const target = join(dirname(file), specifier).replaceAll("\\", "/");
    return target.startsWith(`${dir}/src/`) ? undefined : "leaves the package";
  }
  // Core's build puts one of two files there.
  if (specifier.startsWith("#")) {
    return dir === "packages/core" && specifier === "#crypto" ? undefined : "leads nowhere";
  }
  if (isBuiltin(specifier)) {
    if (runtimeFree.test(file)) return "is a Node built-in";
    return specifier.startsWith("node:") ? undefined : "has to be written with node:";
  }
  if (specifier.startsWith("@hooks/")) {
    const allowed = arrows.find(([room]) => room.test(dir))?.[1];
    if (!allowed) return "comes from a room that check-arrows.ts does not know";
    if (!matches(allowed, specifier)) return "is against the arrows";
    if (dir === "packages/providers" && !typeOnly) return "has to be a type import";
  }
  const name = specifier.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? specifier;
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  return name in declared ? undefined : "is not a dependency in package.json";
}

const problems: string[] = [];
let count = 0;

for (const pkg of publicPackages()) {
  for (const found of globSync(`${pkg.dir}/src/**/*.ts`, { cwd: root })) {
    const file = found.replaceAll("\\", "/");
    const imports = importsOf(file, readFileSync(join(root, file), "utf8"));
    count += imports.length;
    for (const one of imports) {
      const problem = problemWith(file, pkg, one);
      if (problem) problems.push(`${file}:${one.line}: "${one.specifier}" ${problem}`);
    }
    if (preset.test(file) && imports.map(({ specifier }) => specifier).join() !== "@hooks/core") {
      problems.push(`${file}: a preset has exactly one import, of types from @hooks/core`);
    }
  }
}

if (count === 0) problems.push("no import was found, so nothing was checked");
report(problems, `${count} imports follow the arrows`);
