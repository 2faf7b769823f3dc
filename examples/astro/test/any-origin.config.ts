/** The example for a provider that sends forms. */
import node from "@astrojs/node";
import { defineConfig } from "astro/config";

export default defineConfig({
  adapter: node({ mode: "standalone" }),
  outDir: "dist/any-origin",
  security: { checkOrigin: false },
});
