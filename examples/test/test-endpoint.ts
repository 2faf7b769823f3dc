import { gzipSync } from "node:zlib";
import { type SignOptions, sign } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { expect, test } from "vitest";

/** What every example reads its secret from. */
export const environment = { STRIPE_WEBHOOK_SECRET: "whsec_of_the_examples" } as const;

/** A delivery of Stripe's, and what is sent instead of the body that is signed. */
export interface StripeRequest extends Partial<Omit<SignOptions, "body">> {
  readonly body?: string | Uint8Array;
  readonly sent?: string | Uint8Array;
}

/** The answer to it. */
export interface StripeAnswer {
  readonly headers: Headers;
  /** Status and body. */
  readonly text: string;
}

/** An event whose JSON is another when it is parsed and written again. */
export const paid = (id: string): string =>
  `{"id":"${id}", "type":"invoice.paid", "for":"größe $&"}`;

/** Sends what Stripe would send, as JSON unless a header says otherwise. */
export async function post(
  url: string,
  { body = paid("evt_1"), sent = body, headers, ...options }: StripeRequest = {},
  send: (url: string, init: RequestInit) => Promise<Response> = fetch,
): Promise<StripeAnswer> {
  const { STRIPE_WEBHOOK_SECRET: secret } = environment;
  const signed = await sign(stripe, { secret, body, ...options });
  const answer = await send(url, {
    method: "POST",
    headers: {
      ...(signed.headers as Record<string, string>),
      "content-type": "application/json; charset=utf-8",
      ...(headers as Record<string, string>),
    },
    body: Buffer.from(sent),
    signal: AbortSignal.timeout(10_000),
  });
  return { headers: answer.headers, text: `${answer.status} ${await answer.text()}` };
}

/**
 * Registers the tests that the endpoint of every example has to pass.
 *
 * @param urlOf where it answers, once it runs
 * @param handled the ids of the events that its handler has been given
 */
export function testEndpoint(urlOf: () => string, handled: () => readonly string[]): void {
  test("a delivery is handled once", async () => {
    const body = paid("evt_once");
    const first = await post(urlOf(), { body });
    expect(first.text).toBe('200 {"received":true,"eventId":"evt_once"}');
    // Some hosts name the charset as well.
    expect(first.headers.get("content-type")).toMatch(/^application\/json(; charset=utf-8)?$/);
    expect(first.headers.has("webhook-duplicate")).toBe(false);
    const second = await post(urlOf(), { body });
    expect(second.text).toBe(first.text);
    expect(second.headers.get("webhook-duplicate")).toBe("true");
    await expect.poll(() => handled().filter((id) => id === "evt_once")).toHaveLength(1);
  });

  test("what Stripe has not signed like this is refused", async () => {
    const body = paid("evt_refused");
    const rewritten = JSON.stringify(JSON.parse(body));
    const mismatch = '401 {"error":"signature_mismatch"}';
    expect((await post(urlOf(), { body, sent: `${body} ` })).text).toBe(mismatch);
    expect((await post(urlOf(), { body, sent: rewritten })).text).toBe(mismatch);
    expect((await post(urlOf(), { body, secret: "whsec_of_another" })).text).toBe(mismatch);
    const timestamp = new Date(Date.now() - 3_600_000);
    const stale = await post(urlOf(), { body, timestamp });
    expect(stale.text).toBe('401 {"error":"timestamp_too_old"}');
    const unsigned = await post(urlOf(), { body, headers: { "stripe-signature": "" } });
    expect(unsigned.text).toBe('401 {"error":"signature_missing"}');
    expect(handled()).not.toContain("evt_refused");
  });

  test("bodies arrive as the bytes that were sent", async () => {
    // That they are no JSON is found out by no one before the signature has fitted.
    const headers = { "content-type": "application/octet-stream" };
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    for (const body of [every, Uint8Array.of(0x22, 0xc3, 0x28, 0x22), `${paid("evt_nul")}\0`]) {
      const answer = await post(urlOf(), { body, headers });
      expect(answer.text).toBe('400 {"error":"payload_malformed"}');
      const changed = Buffer.from(body).fill(0x20, body.length - 1);
      const forged = await post(urlOf(), { body, sent: changed, headers });
      expect(forged.text).toBe('401 {"error":"signature_mismatch"}');
    }
    const body = `\r\n\t${paid("evt_large").replace("größe", "ö".repeat(100_000))} `;
    const large = await post(urlOf(), { body });
    expect(large.text).toBe('200 {"received":true,"eventId":"evt_large"}');
    await expect.poll(handled).toContain("evt_large");
  });

  test("a compressed body is verified as what it was before", async () => {
    const body = paid("evt_gzip");
    const headers = { "content-encoding": "gzip" };
    const answer = await post(urlOf(), { body, sent: gzipSync(body), headers });
    expect(answer.text).toBe('200 {"received":true,"eventId":"evt_gzip"}');
    await expect.poll(handled).toContain("evt_gzip");
  });
}

const formTypes = [
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=b",
  "text/plain",
];

/** Registers the tests of what is answered to deliveries that could be a form of any page. */
export function testForms(
  urlOf: () => string,
  answer = '200 {"received":true,"eventId":"evt_form"}',
): void {
  test.each(formTypes)("%s", async (contentType) => {
    const headers = { "content-type": contentType };
    const foreign = { ...headers, origin: "https://elsewhere.example" };
    const body = paid("evt_form");
    expect((await post(urlOf(), { body, headers })).text).toBe(answer);
    expect((await post(urlOf(), { body, headers: foreign })).text).toBe(answer);
  });
}

/** Registers the test that nothing in front of the receiver has a lower limit than the receiver. */
export function testLimit(urlOf: () => string): void {
  test("a body of 10 MiB is accepted", async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, " ");
    body.write(paid("evt_limit"));
    const { text } = await post(urlOf(), { body });
    expect(text).toBe('200 {"received":true,"eventId":"evt_limit"}');
  });
}
