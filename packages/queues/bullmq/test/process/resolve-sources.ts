/** Preloaded by a process of its own, so that it needs no built package. */
import { registerHooks } from "node:module";

const packages = new URL("../../../../", import.meta.url);
const source = (path: string): string => new URL(path, packages).href;
const sources: Readonly<Record<string, string>> = {
  "@hooks/core": source("core/src/index.ts"),
  "@hooks/queue": source("queue/src/index.ts"),
  "@hooks/testing": source("testing/src/index.ts"),
  "#crypto": source("core/src/crypto-node.ts"),
};

registerHooks({
  resolve: (specifier, context, next) => next(sources[specifier] ?? specifier, context),
});
