import { readVectors } from "../runners/read-vectors.ts";
import { countsText } from "./counts-text.ts";
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
      problems.push(`has run nothing: ${countsText(checks)}`);
    }
    const peer = reports.find((other) => other.row && other.conformer.peers === conformer.peers);
    if (peer?.row && countsText(peer.row.checks) !== countsText(checks)) {
      problems.push(
        `has run ${countsText(checks)}; ${peer.row.name}: ${countsText(peer.row.checks)}`,
      );
    }
    return problems.map((problem) => `${name} ${problem}`);
  });
}
