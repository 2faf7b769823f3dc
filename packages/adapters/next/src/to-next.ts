import type { Receiver } from "@hooks/core";

type Method = "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Carries a receiver into a route handler of the App Router, on the Node.js and on the edge runtime:
 * `export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = toNext(receiver)`.
 *
 * What is not exported is answered by Next itself.
 */
export function toNext({ fetch: all }: Receiver): Readonly<Record<Method, Receiver["fetch"]>> {
  return { GET: all, HEAD: all, OPTIONS: all, POST: all, PUT: all, PATCH: all, DELETE: all };
}
