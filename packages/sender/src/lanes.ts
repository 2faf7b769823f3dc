import type { Clock } from "./clock.ts";
import type { RateLimit } from "./endpoint.ts";
import { Line, type Seat } from "./line.ts";

/** How much is done at the same time, over all endpoints. */
export interface LanesOptions {
  readonly concurrency: number;
  /** Of these, how many only first attempts may take. */
  readonly reserved: number;
  readonly clock: Pick<Clock, "now" | "wait">;
}

/** What a lane has to know of its endpoint. */
export interface LaneEndpoint {
  readonly id: string;
  readonly concurrency: number;
  readonly rateLimit?: RateLimit | undefined;
}

/** Ends somebody's waiting: with a place or without. */
type Waiter = (isEntered: boolean) => void;

/** Gives a place back. */
type Leave = () => void;

/** Who waits for one kind of place, in turns over the endpoints. */
type Turn = "first" | "again";

const allTurns: readonly Turn[] = ["first", "again"];

interface Lane {
  endpoint: LaneEndpoint;
  readonly first: Line<Waiter>;
  readonly again: Line<Waiter>;
  /** Where it stands among the lanes that are ready. */
  readonly seats: Record<Turn, Seat<Lane> | undefined>;
  running: number;
  slowUntilMs: number;
  /** When attempts began, as many as the rate limit counts; `next` is the place of the oldest. */
  starts: number[];
  next: number;
  isTimed: boolean;
}

/**
 * Lets attempts begin: a bounded number in all and of each endpoint, the endpoints in turns, so that one that is slow or
 * has much to be sent holds up no other.
 */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Map<string, Lane>();
  /** The lanes that have waiters and may start one. */
  readonly #ready: Record<Turn, Line<Lane>> = { first: new Line(), again: new Line() };
  readonly #closing = new AbortController();
  readonly #onLeave = new Set<() => void>();
  #running = 0;
  #runningAgain = 0;
  #turn: Turn = "first";

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  /** How many lanes are remembered. */
  get size(): number {
    return this.#lanes.size;
  }

  /**
   * Waits for a place.
   *
   * @returns what gives it back; `undefined` when the signal was aborted, or the lanes were closed, before
   */
  enter(
    endpoint: LaneEndpoint,
    isFirst: boolean,
    signal: AbortSignal | undefined,
  ): Leave | undefined | Promise<Leave | undefined> {
    if (signal?.aborted || this.#closing.signal.aborted) return undefined;
    const lane = this.#laneOf(endpoint);
    const turn = isFirst ? "first" : "again";
    const leave = (): void => this.#leave(lane, turn);
    if (this.#isFree(lane, turn)) {
      this.#start(lane, turn);
      return leave;
    }
    return new Promise((resolve) => {
      const onAbort = (): void => end(false);
      const end: Waiter = (isStarted) => {
        signal?.removeEventListener("abort", onAbort);
        lane[turn].delete(seat);
        if (!isStarted) this.#sort(lane);
        resolve(isStarted ? leave : undefined);
      };
      const seat = lane[turn].add(end);
      signal?.addEventListener("abort", onAbort);
      this.#sort(lane);
      this.#startAll();
    });
  }

  /** Lets an endpoint's attempts begin one after the other until then. */
  slow(endpointId: string, untilMs: number): void {
    const lane = this.#lanes.get(endpointId);
    if (lane) lane.slowUntilMs = untilMs;
  }

  /** Waits until nobody has a place. */
  async idle(): Promise<void> {
    while (this.#running > 0) await new Promise<void>((resolve) => this.#onLeave.add(resolve));
  }

  /** Sends away whoever waits. */
  close(): void {
    this.#closing.abort();
    for (const { first, again } of this.#lanes.values()) {
      for (const line of [first, again]) for (; line.first; ) line.first(false);
    }
  }

  #laneOf(endpoint: LaneEndpoint): Lane {
    let lane = this.#lanes.get(endpoint.id);
    if (!lane) {
      const waiting = { first: new Line<Waiter>(), again: new Line<Waiter>() };
      const counts = { running: 0, slowUntilMs: 0, starts: [], next: 0, isTimed: false };
      lane = { endpoint, ...waiting, ...counts, seats: { first: undefined, again: undefined } };
      this.#lanes.set(endpoint.id, lane);
    }
    if (lane.endpoint.rateLimit?.count !== endpoint.rateLimit?.count) {
      Object.assign(lane, { starts: [], next: 0 });
    }
    lane.endpoint = endpoint;
    return lane;
  }

  /** How long the lane has to wait before it may start one more: 0, milliseconds, or until one ends. */
  #waitMs({ endpoint, running, slowUntilMs, starts, next }: Lane): number {
    const now = this.#options.clock.now();
    if (running >= (slowUntilMs > now ? 1 : endpoint.concurrency)) return Number.POSITIVE_INFINITY;
    const { rateLimit } = endpoint;
    if (!rateLimit || starts.length < rateLimit.count) return 0;
    return Math.max(0, (starts[next] ?? 0) + rateLimit.perMs - now);
  }

  /** Puts the lane among those that may start one, or takes it out. */
  #sort(lane: Lane): void {
    const waitMs = lane.first.size + lane.again.size > 0 ? this.#waitMs(lane) : 0;
    for (const turn of allTurns) {
      if (lane[turn].size === 0 || waitMs > 0) this.#unready(lane, turn);
      else lane.seats[turn] ??= this.#ready[turn].add(lane);
    }
    if (waitMs > 0 && waitMs !== Number.POSITIVE_INFINITY && !lane.isTimed) {
      lane.isTimed = true;
      void this.#options.clock.wait(waitMs, this.#closing.signal).then(() => {
        lane.isTimed = false;
        if (this.#closing.signal.aborted) return;
        this.#sort(lane);
        this.#startAll();
      });
    }
  }

  #startAll(): void {
    const { concurrency, reserved } = this.#options;
    while (this.#running < concurrency) {
      const mayRepeat = this.#ready.again.size > 0 && this.#runningAgain < concurrency - reserved;
      const hasFirst = this.#ready.first.size > 0;
      if (!hasFirst && !mayRepeat) return;
      this.#turn = hasFirst && (!mayRepeat || this.#turn === "again") ? "first" : "again";
      this.#startOne(this.#turn);
    }
  }

  /** May it start without waiting? Not before those who do. */
  #isFree(lane: Lane, turn: Turn): boolean {
    const { concurrency, reserved } = this.#options;
    return (
      this.#running < concurrency &&
      (turn === "first" || this.#runningAgain < concurrency - reserved) &&
      this.#ready.first.size + this.#ready.again.size + lane.first.size + lane.again.size === 0 &&
      this.#waitMs(lane) === 0
    );
  }

  #start(lane: Lane, turn: Turn): void {
    this.#running++;
    if (turn === "again") this.#runningAgain++;
    lane.running++;
    const { rateLimit } = lane.endpoint;
    if (rateLimit) {
      const now = this.#options.clock.now();
      if (lane.starts.length < rateLimit.count) lane.starts.push(now);
      else {
        lane.starts[lane.next] = now;
        lane.next = (lane.next + 1) % lane.starts.length;
      }
    }
  }

  #startOne(turn: Turn): void {
    const lane = this.#ready[turn].first;
    const end = lane?.[turn].first;
    if (!lane || !end) return;
    this.#start(lane, turn);
    end(true);
    // To the end of the others.
    this.#unready(lane, turn);
    this.#sort(lane);
  }

  #unready(lane: Lane, turn: Turn): void {
    const seat = lane.seats[turn];
    if (!seat) return;
    this.#ready[turn].delete(seat);
    lane.seats[turn] = undefined;
  }

  #leave(lane: Lane, turn: Turn): void {
    this.#running--;
    if (turn === "again") this.#runningAgain--;
    lane.running--;
    this.#sort(lane);
    this.#startAll();
    if (this.#onLeave.size > 0) {
      for (const resolve of this.#onLeave) resolve();
      this.#onLeave.clear();
    }
    if (lane.running + lane.first.size + lane.again.size > 0) return;
    const isPlain = !lane.endpoint.rateLimit && lane.slowUntilMs <= this.#options.clock.now();
    if (isPlain) this.#lanes.delete(lane.endpoint.id);
  }
}
