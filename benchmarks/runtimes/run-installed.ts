/** The runner for Node, Deno and Bun: its argument is the pace, as JSON. */
import { measureRuntime } from "./measure-runtime.ts";

const core = import.meta.resolve("@hooks/core");
if (!core.endsWith("/packages/core/dist/node/index.js")) {
  throw new Error(`${core} was run, which is not what was built`);
}
console.log(JSON.stringify(await measureRuntime(JSON.parse(process.argv[2] ?? ""))));
