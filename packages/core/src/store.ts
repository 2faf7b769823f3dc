import type { Reply } from "./reply.ts";

/** What a store answers to a claim. */
export type ClaimResult =
  /** The caller may process the delivery until the lease ends; the token settles it. */
  | { readonly state: "claimed"; readonly token: string }
  /** Somebody else holds a live lease; it ends in so many milliseconds. */
  | { readonly state: "in_progress"; readonly retryAfterMs: number }
  /** The delivery was completed, with this reply and body digest where they were given. */
  | {
      readonly state: "done";
      readonly reply?: Reply | undefined;
      readonly digest?: string | undefined;
    };

/**
 * Remembers which deliveries were taken.
 *
 * Each verb is one atomic step. Keys are opaque. Times run by the store's own clock where it has one. Leases and times
 * to live are above 0 and at most `Number.MAX_SAFE_INTEGER`; others throw `option_invalid`. A fault is thrown (or
 * rejects); the receiver then answers 503 and the provider tries again.
 */
export interface Store {
  /**
   * Takes the right to process a delivery for `leaseMs`, with a token that no other claim ever had.
   *
   * @param options.digest of the body, kept until the delivery is forgotten
   */
  claim(
    key: string,
    options: { readonly leaseMs: number; readonly digest?: string | undefined },
  ): ClaimResult | Promise<ClaimResult>;
  /**
   * Marks a delivery as done for `ttlMs`. `false` when the lease has ended or the claim is another's; then nothing
   * changes. The reply is given back as it was, its body as text or as a `Uint8Array`.
   */
  complete(
    key: string,
    token: string,
    options: { readonly ttlMs: number; readonly reply?: Reply | undefined },
  ): boolean | Promise<boolean>;
  /** Frees a claim at once. `false` when it is no longer the caller's; then nothing changes. */
  release(key: string, token: string): boolean | Promise<boolean>;
}
