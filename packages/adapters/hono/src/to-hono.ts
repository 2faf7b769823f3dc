import { type Receiver, toResponse, WebhookError } from "@hooks/core";
import { requestBeneath, toIncoming } from "@hooks/node";
import type { Handler, HonoRequest } from "hono";

/** The bytes, where Hono has kept them: what was made of them can't be turned back. */
async function keptBytes(cache: HonoRequest["bodyCache"]): Promise<Uint8Array> {
  const cutShort = () => Promise.reject(new WebhookError("body_malformed", "it was cut short"));
  // The cache holds promises, whatever their types say.
  const kept = await Promise.resolve(cache.arrayBuffer ?? cache.blob).catch(cutShort);
  if (kept) return new Uint8Array(await new Response(kept).arrayBuffer());
  const [reader = "raw"] = Object.keys(cache);
  const message = `the body was already read by c.req.${reader}; mount the webhook route before it`;
  throw new WebhookError("body_unavailable", message);
}

/**
 * Carries a receiver into Hono: `app.post("/webhooks/stripe", toHono(receiver))`.
 *
 * Mount it before what reads the body as text or JSON. Bytes that Hono has kept, because somebody called
 * `c.req.arrayBuffer()` or `c.req.blob()`, are used as they are.
 */
export function toHono(receiver: Receiver): Handler {
  return async ({ env, req: { raw, method, url, bodyCache } }) => {
    const beneath = requestBeneath(raw, env?.incoming);
    if (beneath) return toResponse(await receiver.receive({ ...toIncoming(beneath), url }));
    if (!raw.bodyUsed) return receiver.fetch(raw);
    const incoming = { method, url, headers: raw.headers, body: () => keptBytes(bodyCache) };
    return toResponse(await receiver.receive(incoming));
  };
}
