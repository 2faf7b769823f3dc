import { grouped } from "../faults/grouped.ts";
import type { JournalEntry } from "./journal.ts";

interface Reached {
  readonly askedAt: number;
  readonly at: number;
}

/**
 * When each worker could use its queue, as its journal shows. Between two of these a process may have stood still, or its
 * queue been away, and then neither claims nor heartbeats nor settlements came through in time.
 */
export class QueueReach {
  readonly #reached: ReadonlyMap<string, readonly Reached[]>;

  constructor(entries: readonly JournalEntry[]) {
    const reached = entries.flatMap(({ event, process, at, askedAt }) =>
      event === "queue reached" && askedAt !== undefined ? [{ process, at, askedAt }] : [],
    );
    this.#reached = grouped(reached, ({ process }) => process);
  }

  /** The longest that a process may have gone without its queue, at some time between these two. */
  longestGapMs(process: string, from: number, to: number): number {
    const reached = this.#reached.get(process) ?? [];
    let longest = 0;
    for (const [index, { askedAt }] of reached.entries()) {
      const end = reached[index + 1]?.at ?? Number.POSITIVE_INFINITY;
      if (end >= from && askedAt <= to) longest = Math.max(longest, Math.min(end, to) - askedAt);
    }
    return longest;
  }

  /** When the first answer came to what was asked for after this time; infinity if none did. */
  answeredAfter(process: string, time: number): number {
    const first = this.#reached.get(process)?.find(({ askedAt }) => askedAt >= time);
    return first?.at ?? Number.POSITIVE_INFINITY;
  }
}
