import { generateKeyPairSync, sign as signNode } from "node:crypto";
import { createKeyCache } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { now, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const set = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1" }] });
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const which = provider({
  signature: {
    scheme: "jwt",
    algorithms: "RS256",
    field: { header: "x-token" },
    keys: { format: "jwks", url: "https://{secret.0}/jwks", from: "https://keys.example.com/jwks" },
    requires: [
      { claim: "aud", equals: "hook:{secret.2}" },
      { claim: "iss", equals: "{secret.1}" },
    ],
  },
});

const asked: string[] = [];
const keys = () =>
  createKeyCache({
    fetch: async (url) => {
      asked.push(url);
      return new Response(set);
    },
  });

function verdict(secret: string, claims: object = { aud: "hook:7", iss: "me" }): Promise<string> {
  const text = `${part({ alg: "RS256", kid: "k1" })}.${part(claims)}`;
  const signed = signNode("sha256", Buffer.from(text), privateKey).toString("base64url");
  const delivery = post({ "x-token": `${text}.${signed}` }, "{}");
  return verdictOf(which, delivery, { secret, now, keys: keys() });
}

describe("a secret in parts", () => {
  test("tells where the keys are, and what has to hold", async () => {
    expect(await verdict("keys.example.com|me|7")).toBe("accepted");
    expect(await verdict("keys.example.com|me|8")).toBe("signature_mismatch");
    expect(await verdict("keys.example.com|you|7")).toBe("signature_mismatch");
    expect(new Set(asked)).toEqual(new Set(["https://keys.example.com/jwks"]));
  });

  test("lacks none of them", async () => {
    const claims = { aud: "hook:", iss: "me" };
    expect(await verdict("keys.example.com|me", claims)).toBe("signature_mismatch");
    expect(await verdict("keys.example.com|me|", claims)).toBe("signature_mismatch");
    expect(await verdict("|me|7")).toBe("secret_invalid");
    expect(await verdict("keys.example.com.evil.example|me|7")).toBe("secret_invalid");
  });
});
