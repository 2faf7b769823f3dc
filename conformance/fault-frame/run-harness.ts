/** How many checks hold. */
export class Tally {
  passed = 0;
  failed = 0;

  /** Of `all` checks, so many do not hold. */
  add(all: number, failures: number): void {
    this.failed += failures;
    this.passed += all - failures;
  }

  print(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
}

/** Runs a fault harness and ends the process; the last line is `N passed, M failed`. */
export async function runHarness(
  limitMinutes: number,
  run: (tally: Tally) => Promise<void>,
): Promise<never> {
  const tally = new Tally();
  setTimeout(() => {
    console.error(`not done within ${limitMinutes} minutes`);
    tally.add(1, 1);
    tally.print();
    process.exit(1);
  }, limitMinutes * 60_000);

  // A trial ends what it has started when the process exits, and not when a signal ends it.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      console.error(`ended by ${signal}`);
      process.exit(1);
    });
  }

  try {
    await run(tally);
  } catch (error) {
    console.error(error);
    tally.add(1, 1);
  }
  tally.print();
  // After an error there may still be attempts to make, for which there is nobody left.
  process.exit(tally.failed > 0 ? 1 : 0);
}
