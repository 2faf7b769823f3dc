import type { Conformer } from "./conformer.ts";
import { type Executable, findExecutable, type Tool } from "./find-executable.ts";
import type { Row } from "./rows.ts";

/** What came of one runtime or host. */
export interface Report {
  readonly conformer: Conformer;
  /** Missing where nothing could be counted. */
  readonly row?: Row;
  readonly failures: readonly string[];
  /** The program does not run on this machine. */
  readonly isSkipped: boolean;
  readonly seconds: number;
}

async function runConformer(
  conformer: Conformer,
  executable: Executable | undefined,
): Promise<Report> {
  const { name, crypto, run } = conformer;
  const start = performance.now();
  const secondsSince = (): number => (performance.now() - start) / 1000;
  if (executable === undefined) return { conformer, failures: [], isSkipped: true, seconds: 0 };
  const { path, version } = executable;
  try {
    const { counts, failures } = await run(path);
    const row = { name, version, ...(crypto && { crypto }), checks: counts };
    return { conformer, row, failures, isSkipped: false, seconds: secondsSince() };
  } catch (error) {
    const failures = [error instanceof Error ? error.message : String(error)];
    return { conformer, failures, isSkipped: false, seconds: secondsSince() };
  }
}

/** Runs them, two at a time, for among them are browsers; the reports are in the order of the conformers. */
export async function runConformers(
  conformers: readonly Conformer[],
  onReport: (report: Report) => void,
): Promise<readonly Report[]> {
  const executables = new Map<Tool, Promise<Executable | undefined>>();
  const find = (tool: Tool): Promise<Executable | undefined> => {
    const found = executables.get(tool) ?? findExecutable(tool);
    executables.set(tool, found);
    return found;
  };
  const reports: Report[] = [];
  const waiting = [...conformers.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [i, conformer] = next;
      const report = await runConformer(conformer, await find(conformer.tool));
      onReport(report);
      reports[i] = report;
    }
  };
  await Promise.all([work(), work()]);
  return reports;
}
