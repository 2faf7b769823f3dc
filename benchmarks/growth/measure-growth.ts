/** Measures one growth in a process of its own: `node measure-growth.ts <name> [--quick]`. Prints JSON. */
import { type Pace, quickPace } from "../measure/take-turns.ts";
import { growths } from "./growths.ts";

const isQuick = process.argv.includes("--quick");
const pace: Pace = isQuick ? quickPace : { rounds: 9, roundMs: 40, warmMs: 200 };
const growth = growths.find(({ name }) => name === process.argv[2]);
if (!growth) throw new Error(`there is no growth ${process.argv[2]}`);
// The largest would take too long.
const counts = isQuick ? growth.counts.slice(0, -1) : growth.counts;
console.log(JSON.stringify(await growth.measure(pace, counts)));
process.exit();
