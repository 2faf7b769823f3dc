import type { Dispatcher } from "undici";
import type { Stop, StopListener } from "./stop.ts";

/** A request that is ready to be sent. */
export interface ExchangeRequest {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: "POST" | "OPTIONS";
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What bounds an exchange. */
export interface ExchangeLimits {
  /** For all of it, from looking up the name to the last byte that is read. */
  readonly deadlineMs: number;
  readonly maxReplyBytes: number;
}

/** How an exchange ended: with a whole reply, or with what went wrong and as much of a reply as had come. */
export interface ExchangeResult {
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly fault?: unknown;
}

/** The deadline has passed. */
export const deadlinePassed: unique symbol = Symbol("the deadline has passed");

/** The caller's signal was aborted, or the sender stopped. */
export const signalAborted: unique symbol = Symbol("the signal was aborted");

const noBytes = new Uint8Array();
const enough = new Error("enough was read");

/** The result where nothing was sent. */
export const unsent = (fault: unknown): ExchangeResult => ({ headers: {}, body: noBytes, fault });

type Controller = Dispatcher.DispatchController;

/** Reads one reply. Once it has ended, whatever still happens to the connection is of no account. */
class ReplyReader implements Dispatcher.DispatchHandler, StopListener {
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  readonly #timer: NodeJS.Timeout;
  readonly #stop: Stop;
  readonly #signal: AbortSignal | undefined;
  #length = 0;
  #status: number | undefined;
  #headers: Readonly<Record<string, string>> = {};
  #controller: Controller | undefined;
  #resolve: ((result: ExchangeResult) => void) | undefined;
  place = -1;

  constructor(
    { deadlineMs, maxReplyBytes }: ExchangeLimits,
    stop: Stop,
    signal: AbortSignal | undefined,
    resolve: (result: ExchangeResult) => void,
  ) {
    this.#maxBytes = maxReplyBytes;
    this.#stop = stop;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.abort(deadlinePassed), deadlineMs);
    signal?.addEventListener("abort", this);
    stop.add(this);
    if (signal?.aborted) this.handleEvent();
  }

  get hasEnded(): boolean {
    return this.#resolve === undefined;
  }

  /** Of the signal. */
  handleEvent(): void {
    this.abort(signalAborted);
  }

  onStop(): void {
    this.abort(signalAborted);
  }

  /** Ends the exchange, and the connection with it. */
  abort(fault?: unknown): void {
    this.#end(fault);
    this.#controller?.abort(enough);
  }

  onRequestStart(controller: Controller): void {
    // It waited for its connection for too long: nothing may be sent any more.
    if (this.#resolve) this.#controller = controller;
    else controller.abort(enough);
  }

  onResponseStart(
    _controller: Controller,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Early hints and the like.
    if (status < 200) return;
    this.#status = status;
    const kept: Record<string, string> = {};
    for (const name of Object.keys(headers)) {
      const value = headers[name];
      if (name === "__proto__") continue;
      kept[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
    }
    this.#headers = kept;
  }

  onResponseData(_controller: Controller, chunk: Uint8Array): void {
    const room = this.#maxBytes - this.#length;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#length += kept.length;
    // A copy, for the chunk is a view of a larger buffer.
    if (kept.length > 0) this.#chunks.push(new Uint8Array(kept));
    if (chunk.length > room) this.abort();
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#end(error);
  }

  #end(fault?: unknown): void {
    const resolve = this.#resolve;
    if (!resolve) return;
    this.#resolve = undefined;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this);
    this.#stop.delete(this);
    const [first = noBytes] = this.#chunks;
    const body = this.#chunks.length > 1 ? new Uint8Array(Buffer.concat(this.#chunks)) : first;
    resolve({ status: this.#status, headers: this.#headers, body, fault });
  }
}

/**
 * Sends a request and reads the reply, up to its limit. It does not reject.
 *
 * @param stop ends it, as the signal does
 *
 * One timer covers all of it: those of undici are for the pauses between what is read.
 */
export function exchange(
  dispatcher: Dispatcher,
  { headers, ...request }: ExchangeRequest,
  limits: ExchangeLimits,
  stop: Stop,
  signal: AbortSignal | undefined,
): Promise<ExchangeResult> {
  return new Promise((resolve) => {
    const reader = new ReplyReader(limits, stop, signal, resolve);
    if (reader.hasEnded) return;
    // It reads them only.
    const sent = headers as Record<string, string>;
    try {
      dispatcher.dispatch({ ...request, headers: sent }, reader);
    } catch (error) {
      reader.abort(error);
    }
  });
}
