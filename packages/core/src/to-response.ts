import type { Reply } from "./reply.ts";
import { utf8 } from "./utf8.ts";

/** A reply for hosts that speak Fetch, with no header that the reply does not have. */
export function toResponse({ status, headers, body }: Reply): Response {
  // As bytes, or Fetch would add a content type that other hosts don't.
  const content = typeof body === "string" ? utf8(body) : body;
  return new Response(content as Uint8Array<ArrayBuffer> | null, { status, headers });
}
