import type { Dispatcher } from "undici";
import { Line } from "./line.ts";
import { type ExchangeResult, ReplyReader } from "./reply-reader.ts";

/** A request that is ready to be sent. */
export interface ExchangeRequest {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: "POST" | "OPTIONS";
  /** Names and values in turn, as undici takes them in one go; names in lower case. */
  readonly headers: string[];
  readonly body?: Uint8Array;
}

/** What bounds an exchange. */
export interface ExchangeLimits {
  /** For all of it, from looking up the name to the last byte that is read. */
  readonly deadlineMs: number;
  readonly maxReplyBytes: number;
}

/** The deadline has passed. */
export const deadlinePassed: unique symbol = Symbol("the deadline has passed");

/** The caller's signal was aborted, or the sender stopped. */
export const signalAborted: unique symbol = Symbol("the signal was aborted");

interface UnderWay {
  readonly reader: ReplyReader;
  readonly dueMs: number;
}

/**
 * Sends requests and reads their replies, each in its time.
 *
 * One time covers all of an exchange: those of undici are for the pauses between what is read. All have the same, so that
 * they are due in the order in which they began, and the timer for the first of them is enough.
 */
export class Exchanges {
  readonly #limits: ExchangeLimits;
  readonly #underWay = new Line<UnderWay>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
  }

  /** Sends a request and reads the reply. It does not reject. */
  run(
    dispatcher: Dispatcher,
    request: ExchangeRequest,
    signal: AbortSignal | undefined,
  ): Promise<ExchangeResult> {
    return new Promise((resolve) => {
      const { deadlineMs, maxReplyBytes } = this.#limits;
      const onAbort = (): void => reader.abort(signalAborted);
      const reader = new ReplyReader(maxReplyBytes, (result) => {
        this.#underWay.delete(seat);
        if (this.#underWay.size === 0) this.#timer?.unref();
        signal?.removeEventListener("abort", onAbort);
        resolve(result);
      });
      const seat = this.#underWay.add({ reader, dueMs: performance.now() + deadlineMs });
      if (this.#timer === undefined) this.#watch(deadlineMs);
      else if (this.#underWay.size === 1) this.#timer.ref();
      if (signal?.aborted || this.#isStopped) return onAbort();
      signal?.addEventListener("abort", onAbort);
      try {
        dispatcher.dispatch(request, reader);
      } catch (error) {
        reader.abort(error);
      }
    });
  }

  /** Ends those that are under way, and whatever comes. */
  stop(): void {
    this.#isStopped = true;
    this.#abortWhile(() => true, signalAborted);
  }

  #abortWhile(isMeant: (one: UnderWay) => boolean, fault: unknown): void {
    let { first } = this.#underWay;
    for (; first && isMeant(first); { first } = this.#underWay) first.reader.abort(fault);
  }

  #watch(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const nowMs = performance.now();
      this.#abortWhile(({ dueMs }) => dueMs <= nowMs, deadlinePassed);
      const { first } = this.#underWay;
      // Timers count in whole milliseconds, and may be early by a part of one.
      if (first) this.#watch(Math.ceil(first.dueMs - nowMs));
    }, ms);
  }
}
