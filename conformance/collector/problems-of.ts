import { readVectors } from "../runners/read-vectors.ts";
import type { Row } from "./rows.ts";
import type { Report } from "./run-conformers.ts";

/** What is wrong with a run in which no check has failed: that there were too few of them, or other ones. */
export function problemsOf(reports: readonly Report[]): readonly string[] {
  const vectorCount = Object.values(readVectors()).flat().length;
  return reports.flatMap(({ conformer, row }) => {
    if (row === undefined) return [];
    const { name, version, checks } = row;
    const problems: string[] = [];
    const [, major] = name.match(/^Node (\d+)$/) ?? [];
    if (major !== undefined && !version.startsWith(`${major}.`)) problems.push(`is ${version}`);
    if (conformer.crypto && checks["vectors"] !== vectorCount) {
      problems.push(`has run ${checks["vectors"] ?? 0} of ${vectorCount} vectors`);
    }
    if (Object.values(checks).length === 0 || Object.values(checks).includes(0)) {
      problems.push(`has run nothing: ${written(checks)}`);
    }
    const peer = reports.find((other) => other.row && other.conformer.peers === conformer.peers);
    if (peer?.row && written(peer.row.checks) !== written(checks)) {
      problems.push(`has run ${written(checks)}; ${peer.row.name}: ${written(peer.row.checks)}`);
    }
    return problems.map((problem) => `${name} ${problem}`);
  });
}

const written = (checks: Row["checks"]): string =>
  Object.entries(checks)
    .map(([group, count]) => `${group} ${count}`)
    .sort()
    .join(", ");
