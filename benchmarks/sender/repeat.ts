/** One side alone, for a profile: `node repeat.ts <url> <side> <milliseconds>`. */
import { type SideName, sides } from "./side.ts";
import { concurrency, repeat } from "./throughput.ts";

const [url = "", name = "", ms = ""] = process.argv.slice(2);
const side = await sides[name as SideName](url, concurrency);
const endMs = performance.now() + Number(ms);
while (performance.now() < endMs) await repeat(side, 1000);
await side.close();
process.disconnect?.();
