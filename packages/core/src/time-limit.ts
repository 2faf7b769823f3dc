/** Rejects with `late()` when `work` takes longer than `ms`; the work itself goes on. */
export async function withTimeLimit<T>(
  work: T | PromiseLike<T>,
  ms: number,
  late: () => unknown,
): Promise<T> {
  if (typeof (work as PromiseLike<T> | undefined)?.then !== "function") return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(late()), ms);
      (work as PromiseLike<T>).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}
