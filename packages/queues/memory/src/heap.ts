/** Gives the least of its items, and lets any of them go. What an item is ordered by must not change while it is in. */
export class Heap<Item extends object> {
  readonly #items: Item[] = [];
  readonly #places = new Map<Item, number>();
  readonly #isBefore: (one: Item, other: Item) => boolean;

  constructor(isBefore: (one: Item, other: Item) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  get least(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    if (this.#places.has(item)) return;
    this.#put(item, this.#items.length);
    this.#rise(item);
  }

  delete(item: Item): boolean {
    const place = this.#places.get(item);
    if (place === undefined) return false;
    this.#places.delete(item);
    const last = this.#items.pop() as Item;
    if (last !== item) {
      this.#put(last, place);
      this.#rise(last);
      this.#sink(last);
    }
    return true;
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item;
    this.#places.set(item, place);
  }

  #rise(item: Item): void {
    let place = this.#places.get(item) as number;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#items[above] as Item;
      if (!this.#isBefore(item, other)) break;
      this.#put(other, place);
      place = above;
    }
    this.#put(item, place);
  }

  #sink(item: Item): void {
    let place = this.#places.get(item) as number;
    for (;;) {
      const left = this.#items[2 * place + 1];
      const right = this.#items[2 * place + 2];
      const isRight = left && right && this.#isBefore(right, left);
      const below = isRight ? right : left;
      if (!(below && this.#isBefore(below, item))) break;
      this.#put(below, place);
      place = 2 * place + (isRight ? 2 : 1);
    }
    this.#put(item, place);
  }
}
