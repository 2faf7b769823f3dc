import { defineConfig } from "tsup";
import { tsupOptions } from "../../scripts/tsup-options.ts";

// A build of its own: chunks that both would share make the default import larger.
export default defineConfig({ ...tsupOptions(["src/explain.ts"]), clean: false });
