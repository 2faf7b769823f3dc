interface Turns {
  readonly setImmediate?: (then: () => void) => unknown;
}

/**
 * At the end of the event loop's turn, where there are such. Node hands over what it has read piece by piece, so that a
 * body which came with its request, as most do, is there by then.
 */
function soon(then: () => void): void {
  try {
    ((globalThis as Turns).setImmediate ?? queueMicrotask)(then);
  } catch {
    // In Next's edge runtime it is there and throws.
    queueMicrotask(then);
  }
}

/** Rejects with `late()` when `work` takes longer than `ms`; the work itself goes on. What is there already is given. */
export function withTimeLimit<T>(
  work: T | PromiseLike<T>,
  ms: number,
  late: () => unknown,
): T | Promise<T> {
  if (typeof (work as PromiseLike<T> | undefined)?.then !== "function") return work as T;
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isSettled: true | undefined;
    const inTime =
      <Value>(settle: (value: Value) => void) =>
      (value: Value): void => {
        isSettled = true;
        clearTimeout(timer);
        settle(value);
      };
    (work as PromiseLike<T>).then(inTime(resolve), inTime(reject));
    // What is there by then needs no clock.
    soon(() => {
      if (!isSettled) timer = setTimeout(() => reject(late()), ms);
    });
  });
}
