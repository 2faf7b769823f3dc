/** Does one verification again and again, to be profiled: `node repeat.ts <case> <bytes> [<milliseconds>]`. */
import { caseNamed, deliveryOf } from "./cases.ts";

const [name = "", bytes, ms = "2000"] = process.argv.slice(2);
const one = caseNamed(name);
const delivery = await deliveryOf(one, Number(bytes));
const [verifier] = Object.values(one.verifiers);
const endsAt = performance.now() + Number(ms);
while (performance.now() < endsAt) {
  for (let i = 0; i < 100; i++) await verifier?.(delivery);
}
process.exit();
