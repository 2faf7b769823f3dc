/** Verifies again and again, to be profiled: `<runtime> repeat.ts <bytes> <milliseconds>`. */
import { contendersOf } from "./contenders.ts";

const [bytes, ms] = process.argv.slice(2);
const [verify] = await contendersOf(Number(bytes));
const endsAt = performance.now() + Number(ms);
while (performance.now() < endsAt) {
  for (let i = 0; i < 100; i++) await verify?.run();
}
