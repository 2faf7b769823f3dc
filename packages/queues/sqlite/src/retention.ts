import type { JobState, QueueSettings } from "@hooks/queue";
import type { Statements } from "./statements.ts";

type Finished = "completed" | "dead";

/** Forgets what is over and out of bounds: now and then, so that a count may be exceeded by a tenth. */
export class Retention {
  readonly #sql: Statements;
  readonly #settings: QueueSettings;
  readonly #added = { completed: 0, dead: 0 };
  #sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor(statements: Statements, settings: QueueSettings) {
    this.#sql = statements;
    this.#settings = settings;
  }

  isOver(state: JobState | undefined, finishedAtMs: number, nowMs: number): boolean {
    if (state !== "completed" && state !== "dead") return false;
    return finishedAtMs + this.#settings[state].ageMs <= nowMs;
  }

  /** One more is over. */
  count(state: Finished, nowMs: number): void {
    this.#added[state]++;
    if (this.#added[state] > Math.min(1000, this.#settings[state].count / 10)) {
      this.#sweep(state, nowMs);
    }
  }

  /** Sweeps once a minute, also where nothing ends. */
  tick(nowMs: number): void {
    if (Math.abs(nowMs - this.#sweptAtMs) < 60_000) return;
    this.#sweptAtMs = nowMs;
    this.#sweep("completed", nowMs);
    this.#sweep("dead", nowMs);
  }

  #sweep(state: Finished, nowMs: number): void {
    this.#added[state] = 0;
    const { count, ageMs } = this.#settings[state];
    const isCompleted = state === "completed";
    const sweep = isCompleted ? this.#sql.sweepCompleted : this.#sql.sweepDead;
    const over = (isCompleted ? this.#sql.overCompleted : this.#sql.overDead).get(count);
    sweep.run(nowMs - ageMs, Number.MAX_SAFE_INTEGER);
    if (over) sweep.run(over["finished_at"] as number, over["seq"] as number);
  }
}
