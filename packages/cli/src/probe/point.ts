import type { DeliveryReply } from "@hooks/testing";

/** What became of one point. */
export interface PointResult {
  readonly verdict: "passed" | "failed" | "skipped";
  /** What was seen, and what it should have been. */
  readonly seen: string;
  readonly expected: string;
}

/** One thing that a provider does, and how an endpoint should take it. */
export interface Point {
  readonly name: string;
  readonly run: () => Promise<PointResult>;
}

/** What an error says of a connection that failed. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return code ?? message ?? "it failed";
}

/** A point that is judged by its answer. */
export function judged(
  name: string,
  expected: string,
  send: () => Promise<Pick<DeliveryReply, "status" | "headers" | "text">>,
  isRight: (reply: Pick<DeliveryReply, "status" | "headers" | "text">) => boolean,
  cut: "failed" | "passed" = "failed",
): Point {
  return {
    name,
    run: async () => {
      try {
        const reply = await send();
        return {
          verdict: isRight(reply) ? "passed" : "failed",
          seen: String(reply.status),
          expected,
        };
      } catch (error) {
        const seen = reasonOf(error);
        const isCut = /^(ECONNRESET|EPIPE)$|hang up|connection ended/.test(seen);
        return { verdict: isCut ? cut : "failed", seen, expected };
      }
    },
  };
}

/** A point that this provider, or what is known of it, leaves no room for. */
export const skipped = (name: string, why: string): Point => ({
  name,
  run: async () => ({ verdict: "skipped", seen: why, expected: "" }),
});
