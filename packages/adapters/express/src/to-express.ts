import type { Receiver } from "@hooks/core";
import { toNode } from "@hooks/node";
import type { RequestHandler } from "express";

/**
 * Carries a receiver into Express 4 and 5: `app.post("/webhooks/stripe", toExpress(receiver))`.
 *
 * Mount it before `express.json()` and other parsers, or let them keep the bytes: `express.raw({ type: "*\/*" })`,
 * or `verify: (req, _, bytes) => { req.rawBody = bytes; }`.
 */
export function toExpress(receiver: Receiver): RequestHandler {
  return toNode(receiver);
}
