import type { Receiver } from "@hooks/core";

type Method = "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";

/** For each request, since a server that loaded Next's parts before Next itself could not start it any more. */
const host = () => import("next/server.js").then(({ after }) => ({ waitUntil: after }));

/**
 * Carries a receiver into a route handler of the App Router, on the Node.js and on the edge runtime:
 * `export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = toNext(receiver)`.
 *
 * What is not exported is answered by Next itself. With `answerFirst`, Next's `after` keeps the handler running, where
 * Next's host can.
 */
export function toNext(receiver: Receiver): Readonly<Record<Method, Receiver["fetch"]>> {
  const all = async (request: Request) => receiver.fetch(request, await host());
  return { GET: all, HEAD: all, OPTIONS: all, POST: all, PUT: all, PATCH: all, DELETE: all };
}
