/** One side alone, for a profile: `node repeat.ts <url> <side> <deliveries>`. */
import { type SideName, sides } from "./side.ts";
import { concurrency, repeat } from "./throughput.ts";

const [url = "", name = "", times = ""] = process.argv.slice(2);
const side = await sides[name as SideName](url, concurrency);
await repeat(side, Number(times));
await side.close();
process.disconnect?.();
