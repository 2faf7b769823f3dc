import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Field, Form, HeaderField, HmacSignature, Provider, Signature } from "@hooks/core";
import type { EndpointSecret } from "./endpoint.ts";
import { listOf } from "./list-of.ts";
import { secretKey } from "./secret-key.ts";
import type { SigningRequest } from "./signer.ts";

/** Makes the headers; `undefined` for a secret that signs in another way. */
export type HmacSigner = (request: SigningRequest) => Readonly<Record<string, string>> | undefined;

/** The header that a field of these is written to, as `sign` chooses it; `null` where it is none for this file. */
function headerOf(fields: Field | readonly Field[] | undefined): HeaderField | undefined | null {
  const header = listOf(fields).find((one) => "header" in one);
  return header && (header.json !== undefined || header.from !== undefined) ? null : header;
}

const template =
  /^([^{]*(?:\{(?:id|timestamp)\}[^{]*)*)\{body\}([^{]*(?:\{(?:id|timestamp)\}[^{]*)*)$/;

/** Cuts a text that has `{id}` and `{timestamp}` in it, once. */
function filler(text: string): (id: string, at: string) => string {
  const parts = text.split(/(\{id\}|\{timestamp\})/);
  return (id, at) => {
    let filled = "";
    for (const part of parts) filled += part === "{id}" ? id : part === "{timestamp}" ? at : part;
    return filled;
  };
}

/**
 * The plain case of signing, prepared once: an HMAC in a header, over no more than id, timestamp and body.
 *
 * It makes what `sign` makes, for which there is a test, in a small part of the time: a sender signs each attempt.
 *
 * @returns `undefined` for a provider that signs in another way
 */
export function hmacSigner(provider: Provider, form: Form): HmacSigner | undefined {
  const signatures = listOf<Signature>(form.signature);
  const signature = signatures.find((one): one is HmacSignature => one.scheme === "hmac");
  if (!signature || form.fields || form.sets || signature.requires) return undefined;
  const place = headerOf(signature.field);
  const unit = form.timestamp?.unit;
  const stamp = headerOf(form.timestamp);
  const id = headerOf(provider.deliveryId);
  const type = headerOf(provider.eventType);
  const [, start, end] = signature.content.match(template) ?? [];
  if (!place || stamp === null || id === null || type === null) return undefined;
  if (start === undefined || end === undefined) return undefined;
  if (
    form.timestamp ? !stamp || (unit !== "s" && unit !== "ms") : /\{timestamp\}/.test(start + end)
  ) {
    return undefined;
  }
  const before = filler(start);
  const after = filler(end);
  const algorithm = signature.hash.replace("-", "");
  const others = signatures.filter((one) => one !== signature);
  const keys = new WeakMap<EndpointSecret, KeyObject | "another">();

  const keyOf = (secret: EndpointSecret): KeyObject | "another" => {
    const known = keys.get(secret);
    if (known) return known;
    const bytes = secretKey(secret.value, signature);
    const isPlain = bytes?.length && !others.some((one) => secretKey(secret.value, one));
    const key = isPlain ? createSecretKey(bytes) : "another";
    // Bytes may be changed by whoever holds them.
    if (typeof secret.value === "string") keys.set(secret, key);
    return key;
  };

  return ({ event, body, secrets, time }) => {
    const at = String(unit === "s" ? Math.floor(time.getTime() / 1000) : time.getTime());
    const headers: Record<string, string> = {};
    const add = ({ header, split, prefix = "" }: HeaderField, text: string): void => {
      const held = headers[header];
      headers[header] = (held === undefined ? "" : held + (split ?? "")) + prefix + text;
    };
    if (id) add(id, event.id);
    if (type) add(type, event.type);
    if (stamp) add(stamp, at);
    const first = before(event.id, at);
    const last = after(event.id, at);
    for (const secret of secrets.toReversed()) {
      const key = keyOf(secret);
      if (key === "another") return undefined;
      // What holds one signature takes that of the newest secret.
      if (place.split === undefined && headers[place.header] !== undefined) break;
      const mac = createHmac(algorithm, key);
      if (first) mac.update(first);
      mac.update(body);
      if (last) mac.update(last);
      add(place, mac.digest(signature.encoding));
    }
    return headers;
  };
}
