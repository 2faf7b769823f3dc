import type { LaneRules } from "@hooks/queue";
import { Heap } from "./heap.ts";
import { type MemoryJob, startsBefore } from "./memory-job.ts";
import { type Kind, kinds, MemoryLane } from "./memory-lane.ts";

const headOf = (lane: MemoryLane, kind: Kind): MemoryJob => lane.heads[kind] as MemoryJob;

/** All lanes, those first whose head starts first. A lane that lets no job start is in nobody's way. */
export class MemoryLanes {
  readonly #byName = new Map<string | undefined, MemoryLane>();
  readonly #open = kinds.map(
    (kind) =>
      new Heap<MemoryLane>((one, other) => startsBefore(headOf(one, kind), headOf(other, kind))),
  );
  readonly #closed = new Heap<MemoryLane>(
    (one, other) => (one.wakeAtMs as number) < (other.wakeAtMs as number),
  );

  get size(): number {
    return this.#byName.size;
  }

  /** When the first lane looks again. */
  get wakeAtMs(): number | undefined {
    return this.#closed.least?.wakeAtMs;
  }

  /** The job that starts next; of those that have had an attempt only where they may. */
  next(mayRetry: boolean): MemoryJob | undefined {
    const [first, retried] = this.#open.map(({ least }, kind) => least?.heads[kind]);
    if (!(mayRetry && retried)) return first;
    return first && startsBefore(first, retried) ? first : retried;
  }

  wake(nowMs: number): void {
    for (let lane = this.#closed.least; lane; lane = this.#closed.least) {
      if ((lane.wakeAtMs as number) > nowMs) break;
      this.change(lane.name, nowMs, () => {});
    }
  }

  /** Every change of a lane, and of the jobs in it, happens here. */
  change(name: string | undefined, nowMs: number, act: (lane: MemoryLane) => void): void {
    const lane = this.#byName.get(name) ?? new MemoryLane(name);
    for (const heap of [...this.#open, this.#closed]) heap.delete(lane);
    act(lane);
    lane.look(nowMs);
    for (const kind of kinds) if (lane.heads[kind]) this.#open[kind]?.add(lane);
    if (lane.wakeAtMs !== undefined) this.#closed.add(lane);
    if (lane.isForgettable) this.#byName.delete(name);
    else this.#byName.set(name, lane);
  }

  setRules(name: string, rules: LaneRules, nowMs: number): void {
    this.change(name, nowMs, (lane) => {
      lane.rules = rules;
    });
  }

  setPaused(name: string, isPaused: boolean, nowMs: number): void {
    this.change(name, nowMs, (lane) => {
      lane.isPaused = isPaused;
    });
  }
}
