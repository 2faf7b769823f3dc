/** How an attempt has ended. */
export type Outcome =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly error: unknown }
  /** It was aborted, and has not ended within the time of grace. */
  | { readonly kind: "abandoned" };

/** How long an attempt may take. */
export interface TimeLimits {
  readonly timeoutMs: number;
  readonly graceMs: number;
}

/** Is this the reason with which {@link runHandler} aborts? */
export function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === "TimeoutError";
}

/**
 * Runs a handler for as long as it may: until it ends, or `graceMs` after its signal was aborted, be it by the time limit
 * or by whoever else has the controller.
 */
export function runHandler(
  run: () => unknown,
  controller: AbortController,
  { timeoutMs, graceMs }: TimeLimits,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      controller.signal.removeEventListener("abort", onAbort);
      resolve(outcome);
    };
    const onAbort = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end({ kind: "abandoned" }), graceMs);
    };
    const onTimeout = (): void => {
      controller.abort(new DOMException(`no end within ${timeoutMs} ms`, "TimeoutError"));
    };
    controller.signal.addEventListener("abort", onAbort);
    timer = setTimeout(onTimeout, timeoutMs);
    (async () => run())().then(
      (value) => end({ kind: "returned", value }),
      (error: unknown) => end({ kind: "threw", error }),
    );
  });
}
