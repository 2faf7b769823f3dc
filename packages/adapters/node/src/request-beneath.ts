import type { IncomingMessage } from "node:http";

/**
 * Node's request beneath a Fetch request, where a server made the one of the other and nobody has begun to read it:
 * reading it directly spares the streams between them. What was read, replaced or made anew has none.
 *
 * @param node what the server passes beside the Fetch request
 */
export function requestBeneath(request: Request, node: unknown): IncomingMessage | undefined {
  const { readableFlowing } = (node ?? {}) as Partial<IncomingMessage>;
  if (readableFlowing !== null) return undefined;
  // A server keeps the one in the other, under a symbol of its own; a request of somebody else's making lacks it.
  const held = request as unknown as Readonly<Record<symbol, unknown>>;
  const isBeneath = Object.getOwnPropertySymbols(request).some((key) => held[key] === node);
  return isBeneath ? (node as IncomingMessage) : undefined;
}
