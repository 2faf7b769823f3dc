/** A place in a line. */
export interface Seat<Item> {
  readonly item: Item;
  previous: Seat<Item> | undefined;
  next: Seat<Item> | undefined;
}

/**
 * A line, which may be left from anywhere.
 *
 * Whoever has left points at nobody. With a Set, each table that it has outgrown points at the next, by which the garbage
 * of one delivery holds that of all after it.
 */
export class Line<Item> {
  #first: Seat<Item> | undefined;
  #last: Seat<Item> | undefined;
  #size = 0;

  get first(): Item | undefined {
    return this.#first?.item;
  }

  get size(): number {
    return this.#size;
  }

  /** Stands at the end. */
  add(item: Item): Seat<Item> {
    const seat: Seat<Item> = { item, previous: this.#last, next: undefined };
    if (this.#last) this.#last.next = seat;
    else this.#first = seat;
    this.#last = seat;
    this.#size++;
    return seat;
  }

  /** Leaves; who has left already must not. */
  delete(seat: Seat<Item>): void {
    const { previous, next } = seat;
    if (previous) previous.next = next;
    else this.#first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    seat.previous = undefined;
    seat.next = undefined;
    this.#size--;
  }
}
