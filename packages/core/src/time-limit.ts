/** Rejects with `late()` when `work` takes longer than `ms`; the work itself goes on. What is there already is given. */
export function withTimeLimit<T>(
  work: T | PromiseLike<T>,
  ms: number,
  late: () => unknown,
): T | Promise<T> {
  if (typeof (work as PromiseLike<T> | undefined)?.then !== "function") return work as T;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    const inTime =
      <Value>(settle: (value: Value) => void) =>
      (value: Value): void => {
        clearTimeout(timer);
        settle(value);
      };
    (work as PromiseLike<T>).then(inTime(resolve), inTime(reject));
  });
}
