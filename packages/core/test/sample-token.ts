import { createHmac, type KeyObject, sign as signNode } from "node:crypto";
import type { JwtSignature, Provider } from "@hooks/core";
import { now, nowMs, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

export const seconds: number = nowMs / 1000;
export const secret = "a secret of the tests, long enough";
export const body = '{"a":"größe"}';

/** A part of a token: JSON, or text as it is. */
export const part = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A token by node:crypto, of whatever header and payload. */
export function token(key: string | Buffer | KeyObject, header: object, claims: unknown): string {
  const text = `${part({ typ: "JWT", ...header })}.${part(claims)}`;
  const { alg } = header as { readonly alg: string };
  if (typeof key === "string" || Buffer.isBuffer(key)) {
    const hash = `sha${alg.slice(2)}`;
    return `${text}.${createHmac(hash, key).update(text).digest("base64url")}`;
  }
  const options = { key, dsaEncoding: "ieee-p1363" } as const;
  const made = signNode(alg === "EdDSA" ? null : "sha256", Buffer.from(text), options);
  return `${text}.${made.toString("base64url")}`;
}

export const base = {
  scheme: "jwt",
  field: { header: "authorization", prefix: "Bearer " },
} as const;
export const shared: JwtSignature = { ...base, algorithms: ["HS256", "HS384", "HS512"] };
export const plain: Provider = provider({ signature: shared });

/** The delivery that brings a token. */
export const bearer = (text: string, sent: string = body): ReturnType<typeof post> =>
  post({ authorization: `Bearer ${text}` }, sent);

export const verdict = (which: Provider, text: string, options: object = {}): Promise<string> =>
  verdictOf(which, bearer(text), { secret, now, ...options });
