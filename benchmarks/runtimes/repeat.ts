/** Verifies again and again, to be profiled: `<runtime> repeat.ts <bytes> <milliseconds>`. */
import { repeatVerify } from "./repeat-verify.ts";

const [bytes, ms] = process.argv.slice(2);
await repeatVerify(Number(bytes), Number(ms));
