/** What all packages' builds share; `tsc` writes the declarations. */
import type { Options } from "tsup";

export function tsupOptions(entry: readonly string[]): Options {
  return {
    entry: [...entry],
    format: "esm",
    target: "es2023",
    splitting: true,
    clean: true,
    silent: true,
    tsconfig: "tsconfig.build.json",
    removeNodeProtocol: false,
    // Resolved by the user's runtime or bundler, through the package's imports map.
    external: [/^#/],
  };
}
