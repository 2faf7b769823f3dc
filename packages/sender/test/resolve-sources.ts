/** Loaded first in a process of its own: resolves the packages to their sources, as the test runner does. */
import { registerHooks } from "node:module";

const packages = new URL("../../", import.meta.url);
const sources = new Map([
  ["@hooks/core", "core/src/index.ts"],
  ["@hooks/providers/standard-webhooks", "providers/src/standard-webhooks.ts"],
  ["@hooks/ssrf-guard", "ssrf-guard/src/index.ts"],
  ["#crypto", "core/src/crypto-node.ts"],
]);

registerHooks({
  resolve: (specifier, context, next) => {
    const source = sources.get(specifier);
    return source === undefined
      ? next(specifier, context)
      : { url: new URL(source, packages).href, format: "module-typescript", shortCircuit: true };
  },
});
