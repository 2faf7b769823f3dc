import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { grouped } from "./grouped.ts";
import type { JournalEntry, JournalEvent } from "./journal.ts";

/** A question to the store, and its answer if that came. */
export interface Asked {
  readonly askedAt: number;
  readonly answer: string | undefined;
  readonly answeredAt: number | undefined;
}

/** What one request did that was granted the claim, or ran the handler without. All times are by one clock. */
export interface HandlerRun {
  readonly id: string;
  readonly receiver: string;
  readonly delivery: string;
  readonly hasClaim: boolean;
  /** The store granted the claim at some time between these two. */
  readonly claimAskedAt: number;
  readonly claimedAt: number;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly threwAt: number | undefined;
  readonly completion: Asked | undefined;
  readonly release: Asked | undefined;
}

/** The runs of all journals, by delivery. */
export function readRuns(journalDir: string): ReadonlyMap<string, readonly HandlerRun[]> {
  const entriesByRun = grouped(
    globSync(join(journalDir, "*.jsonl")).flatMap(readJournal),
    ({ run }) => run,
  );
  const runs = [...entriesByRun.values()].map(asRun).filter((run) => run !== undefined);
  return grouped(runs, ({ delivery }) => delivery);
}

function readJournal(file: string): readonly JournalEntry[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as JournalEntry);
}

function asRun(entries: readonly JournalEntry[]): HandlerRun | undefined {
  const find = (event: JournalEvent): JournalEntry | undefined =>
    entries.find((entry) => entry.event === event);
  const asked = (verb: "completion" | "release"): Asked | undefined => {
    const question = find(`${verb} asked`);
    // What the store could not be told at first, it is told again.
    const replies = entries.filter(({ event }) => event === `${verb} answered`);
    const reply = replies.find(({ answer }) => answer === "true") ?? replies[0];
    return question && { askedAt: question.at, answer: reply?.answer, answeredAt: reply?.at };
  };
  const question = find("claim asked");
  const reply = find("claim answered");
  const start = find("handler started");
  const hasClaim = reply?.answer === "claimed";
  const first = hasClaim ? reply : start;
  if (!first) return undefined;
  return {
    id: first.run,
    receiver: first.receiver,
    delivery: first.delivery,
    hasClaim,
    claimAskedAt: question?.at ?? first.at,
    claimedAt: first.at,
    startedAt: start?.at,
    endedAt: find("handler ended")?.at,
    threwAt: find("handler threw")?.at,
    completion: asked("completion"),
    release: asked("release"),
  };
}
