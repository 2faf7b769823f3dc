/**
 * The least memory in which a large body can be parsed: `node --expose-gc parse-once.ts <file>`. Prints, as JSON, the
 * peak at each step over what the process held before.
 */
import { readFileSync } from "node:fs";
import { forgetPeak, residentBytes } from "./resident.ts";

/** Bytes at the peak, with all that the steps before have left. */
export interface ParsingPeaks {
  readonly bytes: number;
  readonly text: number;
  readonly value: number;
}

const [, , file = ""] = process.argv;
const decoder = new TextDecoder("utf-8", { fatal: true });
JSON.parse(decoder.decode(Buffer.from("{}")));
globalThis.gc?.();
forgetPeak();
const before = residentBytes("VmRSS");
const peak = (): number => residentBytes("VmHWM") - before;

const body = readFileSync(file);
const bytes = peak();
const read = decoder.decode(body);
const text = peak();
const parsed = JSON.parse(read);
const value = peak();
// What is still needed can't be collected before.
if (body.length + read.length === 0 || parsed === undefined) throw new Error("nothing was parsed");
console.log(JSON.stringify({ bytes, text, value } satisfies ParsingPeaks));
