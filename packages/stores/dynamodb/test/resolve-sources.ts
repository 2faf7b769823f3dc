/** Loaded first in a process of its own: resolves `@hooks/core` to its sources, as the test runner does. */
import { registerHooks } from "node:module";

const core = new URL("../../../core/src/", import.meta.url);
const sources = new Map([
  ["@hooks/core", "index.ts"],
  ["#crypto", "crypto-node.ts"],
]);

registerHooks({
  resolve: (specifier, context, next) => {
    const source = sources.get(specifier);
    return source === undefined
      ? next(specifier, context)
      : { url: new URL(source, core).href, format: "module-typescript", shortCircuit: true };
  },
});
