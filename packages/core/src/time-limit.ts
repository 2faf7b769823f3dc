/** Rejects with `late()` when `work` takes longer than `ms`; the work itself goes on. What is there already is given. */
export function withTimeLimit<T>(
  work: T | PromiseLike<T>,
  ms: number,
  late: () => unknown,
): T | Promise<T> {
  if (typeof (work as PromiseLike<T> | undefined)?.then !== "function") return work as T;
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isSettled = false;
    const inTime =
      <Value>(settle: (value: Value) => void) =>
      (value: Value): void => {
        isSettled = true;
        clearTimeout(timer);
        settle(value);
      };
    (work as PromiseLike<T>).then(inTime(resolve), inTime(reject));
    const startClock = (): void => {
      if (!isSettled) timer = setTimeout(() => reject(late()), ms);
    };
    // Two turns later: what came with the request, as most bodies do, is there by then and needs no clock.
    Promise.resolve().then(() => queueMicrotask(startClock));
  });
}
