import { grown } from "./grown.ts";

const digits = 64;
const words = 8;

/** Character code -> value of a lower-case hex digit; 16 for all others. */
const digitValues: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = "0123456789abcdef".indexOf(String.fromCharCode(code));
  return value === -1 ? 16 : value;
});

/** One digest per slot. A SHA-256 in hex takes 32 bytes here; as a string, 88, more than the rest of an entry. */
export class DigestColumn {
  /** 1 where the digest is in the words. */
  #packed = new Uint8Array(0);
  #words = new Int32Array(0);
  readonly #others = new Map<number, string>();

  /** Makes place for so many slots. */
  grow(capacity: number): void {
    this.#packed = grown(this.#packed, capacity);
    this.#words = grown(this.#words, capacity * words);
  }

  get(slot: number): string | undefined {
    if (this.#packed[slot] === 0) return this.#others.get(slot);
    return Array.from(this.#words.subarray(slot * words, (slot + 1) * words), (word) =>
      (word >>> 0).toString(16).padStart(8, "0"),
    ).join("");
  }

  set(slot: number, digest: string | undefined): void {
    this.#others.delete(slot);
    const isPacked = digest !== undefined && this.#pack(slot, digest);
    this.#packed[slot] = isPacked ? 1 : 0;
    if (digest !== undefined && !isPacked) this.#others.set(slot, digest);
  }

  /** `false` for what is not a SHA-256 in lower-case hex. */
  #pack(slot: number, digest: string): boolean {
    if (digest.length !== digits) return false;
    let seen = 0;
    for (let i = 0, place = slot * words; i < digits; place++) {
      let word = 0;
      for (const end = i + 8; i < end; i++) {
        const value = digitValues[digest.charCodeAt(i)] ?? 16;
        seen |= value;
        word = (word << 4) | value;
      }
      this.#words[place] = word;
    }
    return seen < 16;
  }
}
