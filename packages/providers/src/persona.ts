import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "hex",
  content: "{timestamp}.{body}",
} as const;

/**
 * Persona: https://docs.withpersona.com/webhooks-best-practices#checking-signatures
 *
 * While a secret rotates, the documented header holds one set for each, separated by a space. `timestamped` is
 * what many integrations use instead. Persona names no tolerance, but signs the time.
 */
export const persona: Provider = {
  id: "persona",
  name: "Persona",
  docs: "https://docs.withpersona.com/webhooks-best-practices#checking-signatures",
  forms: {
    documented: {
      sets: { header: "persona-signature", split: " " },
      signature: { ...hmac, field: { header: "persona-signature", split: ",", prefix: "v1=" } },
      timestamp: {
        header: "persona-signature",
        split: ",",
        prefix: "t=",
        unit: "s",
        tolerance: 300,
      },
    },
    timestamped: {
      signature: { ...hmac, field: { header: "x-persona-signature" } },
      timestamp: { header: "x-persona-timestamp", unit: "s", tolerance: 300 },
    },
  },
  deliveryId: { json: "data.id" },
  eventType: { json: "data.attributes.name" },
};
