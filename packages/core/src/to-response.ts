import type { Reply } from "./reply.ts";
import { utf8 } from "./utf8.ts";

/** A reply for hosts that speak Fetch, with no header that the reply does not have. */
export function toResponse({ status, headers, body }: Reply): Response {
  // Of text without a content type Fetch would make one up, which other hosts don't.
  const isBare = typeof body === "string" && !headers["content-type"];
  const content = isBare ? utf8(body) : body;
  return new Response(content as Uint8Array<ArrayBuffer> | null, { status, headers });
}
