import type { Store } from "@hooks/core";
import type { Journal, JournalEvent } from "./journal.ts";

/** A store that notes what it is asked and what it answers. */
export function journaledStore(store: Store, journal: Journal): Store {
  async function note<T>(
    verb: "claim" | "completion" | "release",
    ask: () => T | Promise<T>,
    describe: (answer: T) => string,
  ): Promise<T> {
    const answered: JournalEvent = `${verb} answered`;
    journal.write(`${verb} asked`);
    try {
      const answer = await ask();
      journal.write(answered, describe(answer));
      return answer;
    } catch (error) {
      journal.write(answered, "failed");
      throw error;
    }
  }

  return {
    claim: (key, options) =>
      note(
        "claim",
        () => store.claim(key, options),
        ({ state }) => state,
      ),
    complete: (key, token, options) =>
      note("completion", () => store.complete(key, token, options), String),
    release: (key, token) => note("release", () => store.release(key, token), String),
  };
}
