import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countsText } from "./counts-text.ts";
import type { Results, Row } from "./rows.ts";

const file = join(import.meta.dirname, "../../docs/conformance.json");

const nothing: Results = { runtimes: [], hosts: [], frameworks: [] };

/** The result of the last run that was written down. */
export function readResults(): Results {
  return existsSync(file) ? { ...nothing, ...JSON.parse(readFileSync(file, "utf8")) } : nothing;
}

/** Writes some parts of the result, and leaves the others as they are. */
export function writeResults(parts: Partial<Results>): void {
  writeFileSync(file, `${JSON.stringify({ ...readResults(), ...parts }, null, 2)}\n`);
}

/** Rows in the order of `names`: as they were measured or, where nothing could be, as they were written down. */
export const newestRows = (
  names: readonly string[],
  measured: readonly Row[],
  written: readonly Row[],
): readonly Row[] =>
  names.flatMap((name) => {
    const isNamed = (row: Row): boolean => row.name === name;
    return measured.find(isNamed) ?? written.find(isNamed) ?? [];
  });

/** With each preset and each vector these become more. They must not become fewer. */
const growing = ["vectors", "presets"];

/** Chromium comes from the system; all else is pinned, so its version has to be the one that was written down. */
const comparable = ({ name, version, crypto, checks }: Row): string => {
  const fixed = Object.entries(checks).filter(([group]) => !growing.includes(group));
  const text = countsText(Object.fromEntries(fixed));
  return [name.startsWith("Chromium") ? "" : version, crypto, text].join();
};

const isAsWritten = (before: Row, now: Row): boolean =>
  comparable(before) === comparable(now) &&
  growing.every((group) => (now.checks[group] ?? 0) >= (before.checks[group] ?? 0));

const described = ({ version, crypto, checks }: Row): string =>
  [`version ${version}`, ...(crypto ? [`HMAC by ${crypto}`] : []), countsText(checks)].join(", ");

/** What measures each part anew, and writes it down everywhere. */
const commands: Readonly<Record<keyof Results, string>> = {
  runtimes: "pnpm conformance",
  hosts: "pnpm conformance",
  frameworks: "pnpm conformance:frameworks",
};

/**
 * In which ways rows are others than those that were written down.
 *
 * @param unmeasured names of rows about which nothing is known this time
 */
export function differencesOf(
  part: keyof Results,
  rows: readonly Row[],
  unmeasured: readonly string[] = [],
  written: readonly Row[] = readResults()[part],
): readonly string[] {
  const names = new Set([...written, ...rows].map(({ name }) => name));
  return [...names]
    .filter((name) => !unmeasured.includes(name))
    .flatMap((name) => {
      const before = written.find((row) => row.name === name);
      const now = rows.find((row) => row.name === name);
      if (before && now && isAsWritten(before, now)) return [];
      const [known, measured] = [before, now].map((row) => (row ? described(row) : "nothing"));
      const step = `if that is meant, run \`${commands[part]}\``;
      return `${name}: docs/conformance.json has ${known}; measured was ${measured}; ${step}`;
    });
}
