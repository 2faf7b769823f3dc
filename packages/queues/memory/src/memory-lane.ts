import {
  defaultLaneRules,
  type LaneRules,
  laneOpens,
  type RateWindow,
  rateWindow,
} from "@hooks/queue";
import { Heap } from "./heap.ts";
import { type MemoryJob, startsBefore } from "./memory-job.ts";

/** Jobs that have had no attempt yet, and those that have. */
export const kinds = [0, 1] as const;
export type Kind = (typeof kinds)[number];

/** Which of both a job is. */
export const kindOf = (job: MemoryJob): Kind => (job.attempts === 0 ? 0 : 1);

/** The jobs of one lane that are neither active nor over. */
export class MemoryLane {
  readonly name: string | undefined;
  rules: LaneRules;
  isPaused = false;
  active = 0;
  /** The job that is next, of each kind; `undefined` while the lane lets none start. */
  heads: readonly (MemoryJob | undefined)[] = [];
  /** When a lane without a head looks again, if nothing else happens. */
  wakeAtMs: number | undefined;
  readonly #waiting = kinds.map(() => new Heap<MemoryJob>(startsBefore));
  /** Those that are delayed among them. */
  readonly #inOrder = new Heap<MemoryJob>((one, other) => one.place < other.place);
  #window: RateWindow = { startedAtMs: 0, count: 0 };

  constructor(name: string | undefined) {
    this.name = name;
    this.rules =
      name === undefined
        ? { ...defaultLaneRules, concurrency: Number.POSITIVE_INFINITY }
        : defaultLaneRules;
  }

  /** Is there nothing in it that would be missed? */
  get isForgettable(): boolean {
    const isUsed = this.active > 0 || this.#inOrder.size > 0 || this.isPaused;
    return !isUsed && this.rules === defaultLaneRules;
  }

  add(job: MemoryJob): void {
    this.#inOrder.add(job);
    if (job.state === "waiting") this.#waiting[kindOf(job)]?.add(job);
  }

  delete(job: MemoryJob): void {
    this.#inOrder.delete(job);
    this.#waiting[kindOf(job)]?.delete(job);
  }

  /** One of its jobs starts. */
  countStart(nowMs: number): void {
    this.active++;
    const { rateLimit } = this.rules;
    if (rateLimit === undefined) return;
    const window = rateWindow(this.#window, rateLimit, nowMs);
    this.#window = { ...window, count: window.count + 1 };
  }

  /** Finds heads anew. */
  look(nowMs: number): void {
    const { isPaused, active } = this;
    const opens = laneOpens(this.rules, { isPaused, active, window: this.#window }, nowMs);
    this.heads = [];
    this.wakeAtMs = typeof opens === "number" ? opens : undefined;
    if (opens !== true) return;
    if (!this.rules.isOrdered) {
      this.heads = this.#waiting.map(({ least }) => least);
      return;
    }
    const head = this.#inOrder.least;
    if (head?.state === "delayed") this.wakeAtMs = head.dueAtMs;
    else if (head) this.heads = kinds.map((kind) => (kindOf(head) === kind ? head : undefined));
  }
}
