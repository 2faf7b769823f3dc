/** `npm test`: installs, then runs every check; the last line is `N passed, M failed`. */
import { pnpm, step } from "./bootstrap.mjs";

if ((await step("install", ["install", "--frozen-lockfile"])) !== 0) {
  console.log("0 passed, 1 failed");
  process.exit(1);
}
const { code } = await pnpm(["exec", "node", "scripts/run-checks.ts"], { inherit: true });
process.exit(code);
