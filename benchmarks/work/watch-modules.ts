/**
 * Counts, by hooks into the loader: `node --import ./watch-modules.ts`. What is loaded; each `import()` that core takes;
 * and with `HOOKS_COUNT=calls`, each call that core makes into `node:crypto`. `HOOKS_PLANT` names a planted regression.
 */
import * as crypto from "node:crypto";
import { registerHooks } from "node:module";
import { plants } from "./plants.ts";

/** What was counted so far. */
export interface Work {
  readonly modules: string[];
  dynamicImports: number;
  readonly cryptoCalls: Map<string, number>;
  /** Whether the planted regression was put in. */
  isPlanted: boolean;
}

const work: Work = { modules: [], dynamicImports: 0, cryptoCalls: new Map(), isPlanted: false };

const isCore = (url = ""): boolean => url.includes("/packages/core/dist/");
const plant = plants.find(({ name }) => name === process.env["HOOKS_PLANT"]);

Object.assign(globalThis, {
  hooksWork: work,
  hooksImport: (specifier: string) => {
    work.dynamicImports++;
    return specifier;
  },
  hooksCounted: (name: string, callable: (...args: unknown[]) => unknown) => {
    const found = (): void =>
      void work.cryptoCalls.set(name, (work.cryptoCalls.get(name) ?? 0) + 1);
    return new Proxy(callable, {
      apply: (target, self, args) => {
        found();
        return Reflect.apply(target, self, args);
      },
      construct: (target, args) => {
        found();
        return Reflect.construct(target, args);
      },
    });
  },
});

const countedCrypto = "hooks:counted-crypto";

const countedSource = (): string =>
  Object.entries(crypto)
    .filter(([name]) => name !== "default")
    .map(([name, value]) =>
      typeof value === "function"
        ? `export const ${name} = hooksCounted("${name}", crypto.${name});`
        : `export const ${name} = crypto.${name};`,
    )
    .concat('import * as crypto from "node:crypto";')
    .join("\n");

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "node:crypto" &&
    isCore(context.parentURL) &&
    process.env["HOOKS_COUNT"] === "calls"
      ? { url: countedCrypto, format: "module", shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) => {
    if (url === countedCrypto) {
      return { format: "module", source: countedSource(), shortCircuit: true };
    }
    if (!url.startsWith("node:")) work.modules.push(url);
    const loaded = next(url, context);
    if (!isCore(url)) return loaded;
    let source = Buffer.from(loaded.source as Uint8Array).toString();
    if (plant && source.includes(plant.at)) {
      work.isPlanted = true;
      source = source.replace(plant.at, () => plant.becomes);
    }
    return {
      ...loaded,
      source: source.replaceAll(/\bimport\(("[^"]+")\)/g, "import(hooksImport($1))"),
    };
  },
});
