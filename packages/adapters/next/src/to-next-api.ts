import { type Receiver, WebhookError } from "@hooks/core";
import { toNode } from "@hooks/node";
import type { NextApiHandler, PageConfig } from "next";

/** What has to stand beside {@link toNextApi} as `config`, written out: Next reads it without running the module. */
export const config: PageConfig = { api: { bodyParser: false } };

/**
 * Carries a receiver into an API route of the Pages Router: `export default toNextApi(receiver)`.
 *
 * The route has to export `const config = { api: { bodyParser: false } }` as well, or Next's parser takes the body away.
 */
export function toNextApi(receiver: Receiver): NextApiHandler {
  const message = "the body was parsed; export const config = { api: { bodyParser: false } }";
  const lost = () => Promise.reject(new WebhookError("body_unavailable", message));
  return (req, res) => {
    const isParsed = req.readableEnded;
    const receive: Receiver["receive"] = ({ body, ...head }) =>
      receiver.receive({ ...head, body: isParsed && typeof body === "function" ? lost : body });
    toNode({ ...receiver, receive })(req, res);
    return new Promise((resolve) => res.once("finish", resolve).once("close", resolve));
  };
}
