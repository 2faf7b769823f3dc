/** What is sent for each sample, and what must be answered. */
import { type Delivery, type Provider, sign } from "@hooks/express";
import type { Sample } from "./samples.ts";

/** One request and the answer that it must get; without a delivery, why there is none to send. */
export interface Case {
  readonly name: string;
  readonly delivery?: Delivery;
  readonly status?: number;
  /** The error code, or a word on what is to be seen. */
  readonly why: string;
  /** How many handlers must have run because of it. */
  readonly handled: number;
}

const anHourAgo = (): Date => new Date(Date.now() - 3_600_000);

function signsTime(provider: Provider, form: string | undefined): boolean {
  const { signature } = provider.forms?.[form ?? ""] ?? provider;
  return JSON.stringify(signature).includes("{timestamp}");
}

/** The same delivery with the last letter of its body changed. */
function tampered(delivery: Delivery): Delivery {
  const body = Uint8Array.from(delivery.body);
  const last = body.findLastIndex((byte) => byte >= 97 && byte <= 122);
  body[last] = body[last] === 97 ? 98 : 97;
  return { ...delivery, body };
}

export async function casesOf(sample: Sample): Promise<readonly Case[]> {
  const { provider, form, signingSecret: secret, type, payload } = sample;
  const body = JSON.stringify(payload);
  const signed = await sign(provider, { secret, form, type, body });
  const stale: Case = signsTime(provider, form)
    ? {
        name: "stale",
        delivery: await sign(provider, { secret, form, type, body, timestamp: anHourAgo() }),
        status: 401,
        why: "timestamp_too_old",
        handled: 0,
      }
    : { name: "stale", why: "the scheme does not sign the time", handled: 0 };
  return [
    { name: "accepted", delivery: signed, status: 200, why: "handled", handled: 1 },
    { name: "duplicate", delivery: signed, status: 200, why: "webhook-duplicate", handled: 0 },
    {
      name: "tampered",
      delivery: tampered(signed),
      status: 401,
      why: "signature_mismatch",
      handled: 0,
    },
    stale,
    {
      name: "unsigned",
      delivery: { ...signed, headers: { "content-type": "application/json" } },
      status: 401,
      why: "signature_missing",
      handled: 0,
    },
  ];
}
