import type { EncodedBody } from "@hooks/queue";

interface SharedBody {
  readonly bytes: Uint8Array;
  users: number;
}

/** Keeps equal bodies once, for as long as somebody uses them. */
export class SharedBodies {
  readonly #byDigest = new Map<string, SharedBody>();
  /** Of all bodies together. */
  bytes = 0;

  has(digest: string): boolean {
    return this.#byDigest.has(digest);
  }

  use({ digest, bytes }: EncodedBody): void {
    const known = this.#byDigest.get(digest);
    if (known) known.users++;
    else {
      this.#byDigest.set(digest, { bytes, users: 1 });
      this.bytes += bytes.length;
    }
  }

  /** A copy, so that nobody changes another's. */
  copy(digest: string): Uint8Array {
    return new Uint8Array((this.#byDigest.get(digest) as SharedBody).bytes);
  }

  release(digest: string): void {
    const body = this.#byDigest.get(digest) as SharedBody;
    body.users--;
    if (body.users > 0) return;
    this.#byDigest.delete(digest);
    this.bytes -= body.bytes.length;
  }
}
