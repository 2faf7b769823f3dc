import { type HandlerRun, runsOf } from "./handler-run.ts";
import { type JournalEntry, readJournals } from "./journal.ts";
import type { ProcessSlot } from "./process-slot.ts";
import { QueueReach } from "./queue-reach.ts";

/** What the journals of all processes say, and who was seen to be dead. */
export interface Readings {
  /** By what they belong to. */
  readonly runs: ReadonlyMap<string, readonly HandlerRun[]>;
  /** When the queue first said that it has what comes of an event, by event. */
  readonly enqueuedAt: ReadonlyMap<string, number>;
  /** When `publish` first resolved, by event. */
  readonly publishedAt: ReadonlyMap<string, number>;
  /** By process: when it died, or was seen to be dead. */
  readonly killedAt: ReadonlyMap<string, number>;
  /** How many processes killed themselves at each step. */
  readonly deaths: ReadonlyMap<string, number>;
  readonly reach: QueueReach;
}

/** Reads all journals of a trial. */
export function readAll(journalDir: string, slots: readonly ProcessSlot[]): Readings {
  const entries = readJournals(journalDir).toSorted((a, b) => a.at - b.at);
  const firstAt = (event: JournalEntry["event"]): ReadonlyMap<string, number> => {
    const times = new Map<string, number>();
    for (const { event: one, order = "", at } of entries) {
      if (one === event && !times.has(order)) times.set(order, at);
    }
    return times;
  };
  const killedAt = new Map(slots.flatMap(({ deaths }) => [...deaths]));
  const deaths = new Map<string, number>();
  for (const { event, at, process, step } of entries) {
    if (event !== "died" || step === undefined) continue;
    killedAt.set(process, at);
    deaths.set(step, (deaths.get(step) ?? 0) + 1);
  }
  return {
    runs: runsOf(entries),
    enqueuedAt: firstAt("enqueueing answered"),
    publishedAt: firstAt("published"),
    killedAt,
    deaths,
    reach: new QueueReach(entries),
  };
}
