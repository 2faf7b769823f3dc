import { nowMs } from "./settings.ts";

export const faultKinds = [
  "receiver killed",
  "receiver paused",
  "receiver paused beyond its lease",
  "Redis stopped",
  "Redis killed",
  "connections cut",
  "connections held up",
  "connections half open",
  "answers lost",
  "connections slow",
] as const;

export type FaultKind = (typeof faultKinds)[number];

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A fault of one process, as the journal names it; Redis and connections have none. */
interface FaultSpan extends Span {
  readonly kind: FaultKind;
  readonly receiver: string | undefined;
}

/** While a receiver, by its number, can't rely on reaching Redis. */
interface Outage extends Span {
  readonly slot: number;
}

/** Adds a span that begins now; the returned function ends it. */
function begin<T>(spans: (T & Span)[], what: T): () => void {
  const from = nowMs();
  const index = spans.push({ ...what, from, to: Number.POSITIVE_INFINITY }) - 1;
  return () => {
    spans[index] = { ...what, from, to: nowMs() };
  };
}

const overlaps = ({ from, to }: Span, start: number, end: number): boolean =>
  from <= end && to >= start;

/** What was done to whom and when, as told by who did it. */
export class FaultLog {
  readonly #faults: FaultSpan[] = [];
  readonly #outages: Outage[] = [];

  /** Notes a fault that begins now, and ends when the returned function is called. */
  begin(kind: FaultKind, receiver?: string): () => void {
    return begin(this.#faults, { kind, receiver });
  }

  beginOutage(slot: number): () => void {
    return begin(this.#outages, { slot });
  }

  count(kind: FaultKind): number {
    return this.#faults.filter((fault) => fault.kind === kind).length;
  }

  killedAt(receiver: string): number | undefined {
    return this.#of("receiver killed", receiver)[0]?.from;
  }

  wasPaused(receiver: string, start: number, end: number): boolean {
    return this.#of("receiver paused", receiver).some((span) => overlaps(span, start, end));
  }

  hadOutage(slot: number, start: number, end: number): boolean {
    return this.#outages.some((outage) => outage.slot === slot && overlaps(outage, start, end));
  }

  #of(kind: string, receiver: string): readonly FaultSpan[] {
    return this.#faults.filter(
      (fault) => fault.receiver === receiver && fault.kind.startsWith(kind),
    );
  }
}
