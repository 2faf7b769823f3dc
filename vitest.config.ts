/** One project per package, run against source, so that tests need no build. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { publicPackages, root } from "./scripts/workspace.ts";

const packages = publicPackages();

const sources = packages.flatMap(({ dir, manifest: { name } }) => [
  { find: new RegExp(`^${name}$`), replacement: join(root, dir, "src/index.ts") },
  { find: new RegExp(`^${name}/(.+)$`), replacement: join(root, dir, "src/$1.ts") },
]);

function project(name: string, dir: string, crypto = "crypto-node") {
  const cryptoSource = join(root, `packages/core/src/${crypto}.ts`);
  return {
    resolve: { alias: [...sources, { find: /^#crypto$/, replacement: cryptoSource }] },
    // Machines are shared: what hangs is told by the tests themselves, which have their own patience.
    test: { name, include: [`${dir}/test/**/*.test.ts`], testTimeout: 30_000, hookTimeout: 60_000 },
  };
}

export default defineConfig({
  test: {
    // Many tests wait for a server or a clock, so that two cores have time for three.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      ...packages.map(({ dir, manifest: { name } }) => project(name.replace("@hooks/", ""), dir)),
      // The code that runs where there is no node:crypto has to pass the same tests.
      project("core (web crypto)", "packages/core", "crypto-web"),
      project("providers (web crypto)", "packages/providers", "crypto-web"),
      project("examples", "examples/*"),
      project("scripts", "scripts"),
      project("conformance", "conformance"),
    ],
  },
});
