import { createHash } from "node:crypto";

/** Numbers by chance that are the same whenever the seed is the same. */
export class Random {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** From `low` up to, and not including, `high`. */
  between(low: number, high: number): number {
    const digest = createHash("sha256")
      .update(`${this.#seed}/${this.#count++}`)
      .digest();
    return low + (digest.readUInt32BE() / 2 ** 32) * (high - low);
  }

  chance(probability: number): boolean {
    return this.between(0, 1) < probability;
  }

  /** @throws Error when there is nothing to choose from */
  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.between(0, choices.length))];
    if (choice === undefined) throw new Error("there is nothing to choose from");
    return choice;
  }

  shuffle<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, place: this.between(0, 1) }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  }
}
