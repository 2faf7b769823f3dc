import { generateKeyPairSync, sign as signNode } from "node:crypto";
import type { JwtSignature } from "@hooks/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type KeyServer, startKeyServer } from "./sample-key-server.ts";
import { now, post, provider } from "./sample-providers.ts";
import { part } from "./sample-token.ts";
import { verdictOf } from "./verdict-of.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signature: JwtSignature = {
  scheme: "jwt",
  algorithms: "RS256",
  field: { header: "x-token" },
};
const text = `${part({ alg: "RS256" })}.${part({})}`;
const made = signNode("sha256", Buffer.from(text), pair.privateKey).toString("base64url");
const genuine = post({ "x-token": `${text}.${made}` }, "{}");

let server: KeyServer;
beforeEach(async () => {
  server = await startKeyServer();
  const keys = [pair.publicKey.export({ format: "jwk" })];
  server.answer((response) => response.end(JSON.stringify({ keys })));
});
afterEach(() => server.close());

describe("a secret that leads to the keys", () => {
  const tenants = provider({
    signature: {
      ...signature,
      keys: { format: "jwks", url: "{secret}", from: "https://*.example.com/.well-known/jwks" },
    },
  });

  test("is the tenant's URL", async () => {
    const own = "https://acme-1.example.com/.well-known/jwks";
    expect(await verdictOf(tenants, genuine, { secret: own, now, keys: server.keys })).toBe(
      "accepted",
    );
    expect(server.asked).toEqual([own]);
  });

  test.each([
    "http://acme.example.com/.well-known/jwks",
    "https://acme.example.com/.well-known/jwks/",
    "https://acme.example.com:8443/.well-known/jwks",
    "https://acme.example.net/.well-known/jwks",
    "acme.example.com",
  ])("is wrong as %s", async (own) => {
    expect(await verdictOf(tenants, genuine, { secret: own, now, keys: server.keys })).toBe(
      "secret_invalid",
    );
    expect(server.asked).toEqual([]);
  });

  test.each([
    "http://acme.example/jwks",
    "https://127.0.0.1/jwks",
    "https://[::1]/jwks",
    "https://localhost/jwks",
    "https://acme.example./jwks",
    "https://acme.example:8443/jwks",
    "https://user@acme.example/jwks",
    "https://acme.example/jwks#x",
    "https://ACME.example/jwks",
    "https://acme.example/a/../jwks",
    "https://acme.example",
    "https://äcme.example/jwks",
    "ftp://acme.example/jwks",
    "jwks",
  ])("is wrong as %s, wherever the tenants are", async (own) => {
    const keys = { format: "jwks", url: "{secret}" } as const;
    const anywhere = provider({ signature: { ...signature, keys } });
    const options = { secret: own, now, keys: server.keys };
    expect(await verdictOf(anywhere, genuine, options)).toBe("secret_invalid");
    expect(server.asked).toEqual([]);
  });
});
