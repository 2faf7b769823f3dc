import { nowMs } from "../faults/settings.ts";
import type { FaultKind } from "./fault-schedule.ts";

/** A fault, of one process as the journal names it; Redis has none. */
interface FaultSpan {
  readonly kind: FaultKind;
  readonly process: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** What was done to whom and when, as told by who did it. */
export class FaultLog {
  readonly #faults: FaultSpan[] = [];

  /** Notes a fault that begins now, and ends when the returned function is called. */
  begin(kind: FaultKind, process?: string): () => void {
    const fault = { kind, process, from: nowMs() };
    const index = this.#faults.push({ ...fault, to: Number.POSITIVE_INFINITY }) - 1;
    return () => {
      this.#faults[index] = { ...fault, to: nowMs() };
    };
  }

  count(kind: FaultKind): number {
    return this.#faults.filter((fault) => fault.kind === kind).length;
  }

  wasPaused(process: string, start: number, end: number): boolean {
    return this.#faults.some(
      ({ kind, process: struck, from, to }) =>
        struck === process && kind.startsWith("worker paused") && from <= end && to >= start,
    );
  }
}
