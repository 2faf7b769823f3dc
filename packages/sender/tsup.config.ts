import { defineConfig } from "tsup";
import { tsupOptions } from "../../scripts/tsup-options.ts";

export default defineConfig(
  tsupOptions(["src/index.ts", "src/http-message-signatures.ts", "src/sqlite.ts"]),
);
