import { type Receiver, requestBeneath, toIncoming, toResponse, WebhookError } from "@hooks/node";
import type { Handler, HonoRequest } from "hono";

/** Reads the bytes, where Hono has kept them: what was made of them can't be turned back. */
const keptBytes = (cache: HonoRequest["bodyCache"]) => async (): Promise<Uint8Array> => {
  const cutShort = () => Promise.reject(new WebhookError("body_malformed", "it was cut short"));
  // The cache holds promises, whatever their types say.
  const kept = await Promise.resolve(cache.arrayBuffer ?? cache.blob).catch(cutShort);
  if (kept) return new Uint8Array(await new Response(kept).arrayBuffer());
  const [reader = "raw"] = Object.keys(cache);
  const message = `the body was already read by c.req.${reader}; mount the webhook route before it`;
  throw new WebhookError("body_unavailable", message);
};

/**
 * Carries a receiver into Hono: `app.post("/webhooks/stripe", toHono(receiver))`.
 *
 * Mount it before what reads the body as text or JSON. Bytes that Hono has kept, because somebody called
 * `c.req.arrayBuffer()` or `c.req.blob()`, are used as they are. With `answerFirst`, `c.executionCtx` keeps the handler
 * running, where Hono's host has one.
 */
export function toHono(receiver: Receiver): Handler {
  return (c) => {
    const { raw, method, url, bodyCache: cache } = c.req;
    // Hono throws where there is none.
    const host = { waitUntil: (work: Promise<unknown>) => c.executionCtx.waitUntil(work) };
    const beneath = requestBeneath(raw, c.env?.incoming);
    if (!beneath && !raw.bodyUsed) return receiver.fetch(raw, host);
    const incoming = beneath
      ? { ...toIncoming(beneath), url }
      : { method, url, headers: raw.headers, body: keptBytes(cache) };
    return receiver.receive(incoming, host).then(toResponse);
  };
}
