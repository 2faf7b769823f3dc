/** The checks of one group: how many there were, and which failed. */
export class Tally {
  readonly failures: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Runs one check, which fails by throwing. */
  async check(name: string, run: () => unknown): Promise<void> {
    this.#count++;
    try {
      await run();
    } catch (error) {
      this.failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** @throws Error unless `condition` holds */
export function holds(condition: unknown, message: string): void {
  if (!condition) throw new Error(message);
}

/** @throws Error unless both are the same, where bytes and plain objects are compared by what they hold */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [found, wanted] = [written(actual), written(expected)];
  holds(found === wanted, `${what} is ${found.slice(0, 200)}, not ${wanted.slice(0, 200)}`);
}

const written = (value: unknown): string =>
  value instanceof Uint8Array
    ? `bytes ${value.join(" ")}`
    : (JSON.stringify(value) ?? String(value));
