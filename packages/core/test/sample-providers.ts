import { createHmac } from "node:crypto";
import type { HmacSignature, Provider, SingleFormProvider } from "@hooks/core";

/** Noon of a leap day, in milliseconds. */
export const nowMs: number = Date.UTC(2024, 1, 29, 12);
export const now = (): number => nowMs;

const about = { id: "sample", name: "Sample", docs: "https://example.com/docs" };

export const bodyHmac: HmacSignature = {
  scheme: "hmac",
  hash: "SHA-256",
  field: { header: "x-signature" },
  encoding: "hex",
  content: "{body}",
};

/** A provider that signs in one way. */
export function provider(parts: Omit<SingleFormProvider, keyof typeof about | "forms">): Provider {
  return { ...about, ...parts };
}

/** Several signatures and the time in one header, over time and body. */
export const timed: Provider = provider({
  signature: {
    ...bodyHmac,
    field: { header: "x-signature", split: ",", prefix: "v1=" },
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "x-signature", split: ",", prefix: "t=", unit: "s" },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
});

/** One signature over the body, with a time beside it that is not signed. */
export const untimed: Provider = provider({
  signature: bodyHmac,
  timestamp: { header: "x-time", unit: "ms" },
  deliveryId: { json: "id" },
});

/** Hex HMAC-SHA256, made without the code under test. */
export const hmacHex = (secret: string | Uint8Array, content: string | Uint8Array): string =>
  createHmac("sha256", secret).update(content).digest("hex");

/** A request as a framework hands it over. */
export const post = (
  headers: Record<string, string | string[] | undefined>,
  body: string | Uint8Array,
) => ({
  method: "POST",
  url: "https://example.com/webhooks",
  headers,
  body,
});

/** A delivery of {@link timed}, signed at a time. */
export function timedDelivery(
  secret: string,
  body: string,
  time: string = String(nowMs / 1000),
): ReturnType<typeof post> {
  return post({ "x-signature": `t=${time},v1=${hmacHex(secret, `${time}.${body}`)}` }, body);
}
