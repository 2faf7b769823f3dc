import { grown } from "./grown.ts";

/** The length of a key, and its characters, four to a word. */
const width = 16;
const mostCharacters = (width - 1) * 4;

const wordsFor = (length: number): number => 1 + ((length + 3) >> 2);

/**
 * One key per slot. As strings, a million keys would be copied by the garbage collector, each twice.
 *
 * A key that is long, or has other characters than those of ASCII, is kept as a string all the same.
 */
export class KeyColumn {
  readonly #encoder = new TextEncoder();
  /** The key that was read last, as it stands in the column; only the length, 0, if it can't stand there. */
  readonly #read = new Int32Array(width);
  readonly #bytes = new Uint8Array(this.#read.buffer, 4);
  #text = "";
  #words = new Int32Array(0);
  readonly #others = new Map<number, string>();

  /** Makes place for so many slots. */
  grow(capacity: number): void {
    this.#words = grown(this.#words, capacity * width);
  }

  /** Takes a key up for `isAt` and `put`, and gives its words, until the next is read. */
  read(text: string): Int32Array {
    this.#text = text;
    this.#read.fill(0);
    if (text.length <= mostCharacters) {
      const { read, written } = this.#encoder.encodeInto(text, this.#bytes);
      // Other characters take more bytes; they are not told apart by those if they are not well-formed.
      if (read === text.length && written === read) {
        this.#read[0] = read;
        return this.#read;
      }
      this.#read.fill(0);
    }
    return Int32Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  }

  /** Whether a slot has the key that was read last. */
  isAt(slot: number): boolean {
    const start = slot * width;
    const length = this.#read[0] as number;
    if (this.#words[start] !== length) return false;
    if (length === 0) return this.#others.get(slot) === this.#text;
    for (let i = 1; i < wordsFor(length); i++) {
      if (this.#words[start + i] !== this.#read[i]) return false;
    }
    return true;
  }

  /** Gives a slot the key that was read last. */
  put(slot: number): void {
    const start = slot * width;
    const length = this.#read[0] as number;
    for (let i = 0; i < wordsFor(length); i++) this.#words[start + i] = this.#read[i] as number;
    if (length === 0) this.#others.set(slot, this.#text);
  }

  clear(slot: number): void {
    this.#others.delete(slot);
  }
}
