/** Minutes, for a machine may be slow, or busy with other work. */
const patienceMs = 300_000;

/** Waits for work, for as long as nobody could doubt that it hangs. @throws Error when it takes longer */
export async function within<T>(what: string, work: Promise<T>, ms = patienceMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} takes over ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
