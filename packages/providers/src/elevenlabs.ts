import type { Provider } from "@hooks/core";

/**
 * ElevenLabs: https://elevenlabs.io/docs/eleven-agents/workflows/post-call-webhooks
 *
 * The secret is used as it stands, `wsec_` included. `data.conversation_id` names the call, not the delivery.
 */
export const elevenlabs: Provider = {
  id: "elevenlabs",
  name: "ElevenLabs",
  docs: "https://elevenlabs.io/docs/eleven-agents/workflows/post-call-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "elevenlabs-signature", split: ",", prefix: "v0=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: {
    header: "elevenlabs-signature",
    split: ",",
    prefix: "t=",
    unit: "s",
    tolerance: 1800,
  },
  eventType: { json: "type" },
};
