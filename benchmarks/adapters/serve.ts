/** Serves one side of one framework: `node serve.ts <framework> <side> <port>`. */
import { routes } from "./routes.ts";

const [framework = "", side = "", port] = process.argv.slice(2);
const route = routes[framework]?.[side === "hooks" ? "hooks" : "byHand"];
if (!route) throw new Error(`there is no framework ${framework}`);
await route(Number(port));
console.log("ready");
// Asked how much of the processor it has used.
process.on("message", () => process.send?.(process.cpuUsage()));
// An end by which a profile is still written.
process.once("SIGTERM", () => process.exit());
