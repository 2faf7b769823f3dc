/** Measures one case, in a process that has done nothing else: `node measure-case.ts <name> [--quick]`. Prints JSON. */
import { quickPace, takeTurns } from "../measure/take-turns.ts";
import { assertRight } from "./assert-right.ts";
import { caseNamed, deliveryOf } from "./cases.ts";
import { fullPace, type Sized, sizes } from "./sized.ts";

const [name = ""] = process.argv.slice(2);
const pace = process.argv.includes("--quick") ? quickPace : fullPace;
const one = caseNamed(name);
const sized: Sized[] = [];
for (const bytes of sizes) {
  const delivery = await deliveryOf(one, bytes);
  for (const [verifierName, verifier] of Object.entries(one.verifiers)) {
    await assertRight(`${name}: ${verifierName}`, verifier, delivery);
  }
  const contenders = Object.entries({ ...one.verifiers, ...one.parts });
  const runs = contenders.map(([who, verifier]) => ({ name: who, run: () => verifier(delivery) }));
  sized.push({ bytes, timings: await takeTurns(runs, pace) });
}
console.log(JSON.stringify(sized));
process.exit();
