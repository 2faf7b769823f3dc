/** Lets one loop sleep until something has happened, or some time has passed. */
export class Waker {
  #hasRung = false;
  #end: (() => void) | undefined;

  /** Ends the sleep; one that has not begun yet ends as it begins. */
  ring(): void {
    this.#hasRung = true;
    this.#end?.();
  }

  async sleep(ms: number): Promise<void> {
    if (!this.#hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#end = undefined;
    this.#hasRung = false;
  }
}
