/** Preloaded by a process of its own, so that it needs no built package. */
import { registerHooks } from "node:module";

const core = new URL("../../../../core/src/", import.meta.url);
const sources: Readonly<Record<string, string>> = {
  "@hooks/core": new URL("index.ts", core).href,
  "#crypto": new URL("crypto-node.ts", core).href,
};

registerHooks({
  resolve: (specifier, context, next) => next(sources[specifier] ?? specifier, context),
});
