import { grouped } from "../faults/grouped.ts";
import type { JournalEntry } from "./journal.ts";

/** What one attempt did with its handler. All times are by one clock. */
export interface HandlerRun {
  readonly run: string;
  readonly order: string;
  readonly process: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly threwAt: number | undefined;
  /** What the sender said of it, where it is an attempt to deliver. */
  readonly code: string | undefined;
}

/** The runs of each order, by their attempts. */
export function runsOf(
  entries: readonly JournalEntry[],
): ReadonlyMap<string, readonly HandlerRun[]> {
  const ofRuns = entries.filter(({ run }) => run !== undefined);
  const runs = [...grouped(ofRuns, ({ run }) => run).values()].flatMap(asRun);
  runs.sort((a, b) => a.attempt - b.attempt || a.startedAt - b.startedAt);
  return grouped(runs, ({ order }) => order);
}

function asRun(entries: readonly JournalEntry[]): readonly HandlerRun[] {
  const at = (event: JournalEntry["event"]): number | undefined =>
    entries.find((entry) => entry.event === event)?.at;
  const [{ run = "", order = "", process = "", attempt = 0 } = {}] = entries;
  const startedAt = at("handler started");
  if (startedAt === undefined) return [];
  const endedAt = at("handler ended");
  const threwAt = at("handler threw");
  const code = entries.find((entry) => entry.code !== undefined)?.code;
  return [{ run, order, process, attempt, startedAt, endedAt, threwAt, code }];
}
