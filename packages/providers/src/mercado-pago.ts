import type { Provider } from "@hooks/core";

const header = "x-signature";

/** What is there of resource, request and time, in this order. */
function manifest(digits: RegExp, signature = "", request = "", resource = ""): string | undefined {
  const time = signature.match(/(?:^|,)ts=([^,]*)/)?.[1] ?? "";
  const pairs = Object.entries({ id: resource, "request-id": request, ts: time });
  const isClear = digits.test(time) && pairs.every(([, text]) => !text.includes(";"));
  const there = pairs.filter(([, text]) => text);
  return isClear ? there.map(([name, text]) => `${name}:${text};`).join("") : undefined;
}

/** The documentation has the resource in lower case, the libraries as it is sent. */
const resource = { query: "data.id" };
const request = { header: "x-request-id" };

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  field: { header, split: ",", prefix: "v1=" },
  encoding: "hex",
} as const;

/** A form for times of so many digits: there have been seconds, and there are milliseconds. */
const timed = (digits: RegExp, unit: "s" | "ms"): NonNullable<Provider["forms"]>[string] => ({
  signature: [
    { ...hmac, content: "{asSent}" },
    { ...hmac, content: "{inLowerCase}" },
  ],
  fields: {
    asSent: ({ read }) => manifest(digits, read({ header }), read(request), read(resource)),
    inLowerCase: ({ read }) =>
      manifest(digits, read({ header }), read(request), read(resource)?.toLowerCase()),
  },
  timestamp: { header, split: ",", prefix: "ts=", unit, tolerance: 300 },
  bodyUnsigned: true,
});

/**
 * Mercado Pago: https://www.mercadopago.com.br/developers/en/docs/your-integrations/notifications/webhooks
 *
 * The body is not signed: fetch what `data.id` of the URL names. Neither IPN nor QR codes are signed at all. Mercado
 * Pago names no tolerance, but signs the time.
 */
export const mercadoPago: Provider = {
  id: "mercado-pago",
  name: "Mercado Pago",
  docs: "https://www.mercadopago.com.br/developers/en/docs/your-integrations/notifications/webhooks",
  forms: { ms: timed(/^\d{13}$/, "ms"), s: timed(/^\d{10}$/, "s") },
  deliveryId: { json: "id" },
  eventType: [{ json: "action" }, { json: "type" }],
};
