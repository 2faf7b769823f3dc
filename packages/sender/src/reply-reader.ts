import type { Dispatcher } from "undici";

/** How an exchange ended: with a whole reply, or with what went wrong and as much of a reply as had come. */
export interface ExchangeResult {
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly fault?: unknown;
}

const noBytes = new Uint8Array();
const enough = new Error("enough was read");

/** The result where nothing was sent. */
export const unsent = (fault: unknown): ExchangeResult => ({ headers: {}, body: noBytes, fault });

type Controller = Dispatcher.DispatchController;

/** Reads one reply, up to a limit. Once it has ended, whatever still happens to the connection is of no account. */
export class ReplyReader implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #onEnd: ((result: ExchangeResult) => void) | undefined;
  #length = 0;
  #status: number | undefined;
  #headers: Readonly<Record<string, string>> = {};
  #controller: Controller | undefined;

  constructor(maxBytes: number, onEnd: (result: ExchangeResult) => void) {
    this.#maxBytes = maxBytes;
    this.#onEnd = onEnd;
  }

  /** Ends the exchange, and the connection with it. */
  abort(fault?: unknown): void {
    this.#end(fault);
    this.#controller?.abort(enough);
  }

  onRequestStart(controller: Controller): void {
    // It waited for its connection for too long: nothing may be sent any more.
    if (this.#onEnd) this.#controller = controller;
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
    const onEnd = this.#onEnd;
    if (!onEnd) return;
    this.#onEnd = undefined;
    const [first = noBytes] = this.#chunks;
    const body = this.#chunks.length > 1 ? new Uint8Array(Buffer.concat(this.#chunks)) : first;
    onEnd({ status: this.#status, headers: this.#headers, body, fault });
  }
}
