import { globSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { nowMs } from "../faults/settings.ts";

/** One line of a journal. */
export interface JournalEntry {
  /** By {@link nowMs}. */
  readonly at: number;
  /** Which process: its place's name and how often it had been started there. */
  readonly process: string;
  readonly event:
    | "enqueueing asked"
    | "enqueueing answered"
    | "handler started"
    | "handler ended"
    | "handler threw"
    /** What the sender says of an attempt. */
    | "attempted"
    /** `publish` has resolved. */
    | "published"
    | "died"
    /** The queue has answered what was asked for at `askedAt`. */
    | "queue reached";
  readonly order?: string;
  /** Which run of a handler in which process. */
  readonly run?: string;
  /** As the queue counts them. */
  readonly attempt?: number;
  readonly askedAt?: number;
  /** At which one a process died. */
  readonly step?: string;
  /** Of an attempt. */
  readonly code?: string;
}

/** At which step of its way an order kills the first process that comes to it. */
export interface Deadly {
  readonly order: string;
  readonly diesAt: string | null;
}

type Facts = Omit<JournalEntry, "at" | "process" | "event">;

/**
 * One process's account of what it does, a line for each event. A line is in the file before the process goes on, so
 * that no kill takes it back.
 */
export class Journal {
  readonly process: string;
  readonly #dir: string;
  readonly #file: number;

  constructor(dir: string, process: string) {
    this.process = process;
    this.#dir = dir;
    this.#file = openSync(join(dir, `${process}.jsonl`), "a");
  }

  write(event: JournalEntry["event"], facts: Facts = {}): void {
    const entry: JournalEntry = { at: nowMs(), process: this.process, event, ...facts };
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  /** Kills this process where it stands, if the order wants that and no process has died of it yet. */
  dieAt(step: string, { order, diesAt }: Deadly): void {
    if (diesAt !== step) return;
    try {
      openSync(join(this.#dir, `${order}.died`), "wx");
    } catch {
      return;
    }
    this.write("died", { order, step });
    process.kill(process.pid, "SIGKILL");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

/** The entries of all processes. */
export function readJournals(dir: string): readonly JournalEntry[] {
  return globSync(join(dir, "*.jsonl")).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as JournalEntry),
  );
}
