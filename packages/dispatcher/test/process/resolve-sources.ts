/** Preloaded by a process of its own, so that it needs no built package. */
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";

const packages = new URL("../../../", import.meta.url);

function sourceOf(specifier: string): string | undefined {
  if (specifier === "#crypto") return new URL("core/src/crypto-node.ts", packages).href;
  const [, name = "", file = "index"] = specifier.match(/^@hooks\/([^/]+)(?:\/(.+))?$/) ?? [];
  const directories = [name, `queues/${name.replace("queue-", "")}`];
  return directories
    .map((directory) => new URL(`${directory}/src/${file}.ts`, packages))
    .find((url) => name !== "" && existsSync(url))?.href;
}

registerHooks({
  resolve: (specifier, context, next) => {
    const url = sourceOf(specifier);
    return url === undefined
      ? next(specifier, context)
      : { url, format: "module-typescript", shortCircuit: true };
  },
});
