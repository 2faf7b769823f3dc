/**
 * Compares what a JSON report of Vitest says of the frameworks with docs/conformance.json, or writes it there:
 * `node conformance/framework-counts.ts <report.json> --write`.
 */
import { readFileSync } from "node:fs";
import { differencesOf, writeResults } from "./collector/result-file.ts";
import { frameworkRows, type VitestReport } from "./framework-rows.ts";

const [report = "", flag] = process.argv.slice(2);
const rows = frameworkRows(JSON.parse(readFileSync(report, "utf8")) as VitestReport);
if (flag === "--write") writeResults({ frameworks: rows });
const differences = differencesOf("frameworks", rows);
for (const difference of differences) console.log(`✗ ${difference}`);
console.log(`${rows.length - differences.length} passed, ${differences.length} failed`);
process.exitCode = differences.length > 0 ? 1 : 0;
