import type { Field, Handshake } from "@hooks/core";
import { listOf } from "./provider-forms.ts";
import { jsonWith } from "./test-body.ts";

/** A handshake as its provider would send it, not yet signed. */
export interface HandshakeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a provider sends for a handshake, with this challenge and token. */
export function handshakeRequest(
  { method = "POST", when, challenge: challengeField, verifyToken }: Handshake,
  challenge: string,
  token: string,
): HandshakeRequest {
  const values: (readonly [field: Field, value: string])[] = listOf(when).map((sign) => [
    sign,
    sign.equals ?? "there",
  ]);
  const [first] = listOf(challengeField);
  if (verifyToken) values.push([verifyToken, token]);
  if (first) values.push([first, challenge]);
  const url = new URL("https://example.com/webhooks");
  const headers: Record<string, string> = {};
  const json: Record<string, string> = {};
  const form = new URLSearchParams();
  for (const [field, value] of values) {
    if ("header" in field) headers[field.header] = value;
    else if ("query" in field) url.searchParams.set(field.query, value);
    else if ("form" in field) form.set(field.form, value);
    else if ("json" in field) json[field.json] = value;
    else throw new Error("a handshake is known by headers, queries, forms and JSON only");
  }
  const body = form.size > 0 ? form.toString() : JSON.stringify(jsonWith(json));
  return { method, url: url.href, headers, body: method === "POST" ? body : "" };
}
