import { X509Certificate } from "node:crypto";
import { createReceiver, isWebhookError, type Provider, verify } from "@hooks/core";
import { amazonSns } from "@hooks/providers/amazon-sns";
import { googlePubsub } from "@hooks/providers/google-pubsub";
import { kinde } from "@hooks/providers/kinde";
import { neon } from "@hooks/providers/neon";
import { paypal } from "@hooks/providers/paypal";
import { stripe } from "@hooks/providers/stripe";
import { zohoDesk } from "@hooks/providers/zoho-desk";
import {
  createPublishedKeys,
  createSecret,
  createWebhookServer,
  deliver,
  type PublishedKeys,
  signedDelivery,
} from "@hooks/testing";
import { describe, expect, test } from "vitest";

const url = "https://example.com/webhooks";

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "accepted",
    (error: unknown) => (isWebhookError(error) ? error.code : error),
  );

const textAt = async ({ fetch }: PublishedKeys, at: string) => {
  const { status, ...response } = await fetch(at, {}).then(async (one) => ({
    status: one.status,
    text: await one.text(),
  }));
  return [status, response.text] as const;
};

const secrets = [
  [amazonSns, "arn:aws:sns:eu-central-1:123456789012:orders"],
  [googlePubsub, "push@project.iam.gserviceaccount.com"],
  [kinde, "https://acme.kinde.com/.well-known/jwks"],
  [paypal, "8PT597110X687430LKGECATA"],
  [neon, "https://branch.neonauth.example.com/neondb/auth"],
  [zohoDesk, "desk.zoho.eu|20069482311|4000000012345"],
] as const satisfies readonly (readonly [Provider, string])[];

describe.each(secrets.map(([provider, secret]) => [provider.id, provider, secret] as const))(
  "%s",
  (_, provider, secret) => {
    test("is accepted with the keys that the delivery has, and with no others", async () => {
      const { keys, ...delivery } = await signedDelivery(provider, { secret, url });
      const judged = (given = keys) =>
        codeOf(verify(provider, delivery, { secret, url, keys: given }));
      expect(await judged()).toBe("accepted");
      expect(await judged(await createPublishedKeys(provider, secret))).toBe("signature_mismatch");
    });

    test("is refused by a receiver with another secret", async () => {
      const { verifying: other } = await createSecret(provider);
      const { keys, ...delivery } = await signedDelivery(provider, { secret, url });
      const code = await codeOf(verify(provider, delivery, { secret: other, url, keys }));
      // The keys of another tenant are elsewhere.
      expect(code).toBe(
        [kinde, neon, zohoDesk].includes(provider) ? "keys_unavailable" : "signature_mismatch",
      );
    });

    test("one receiver accepts several deliveries, and fetches their keys once", async () => {
      const made = await createPublishedKeys(provider, secret);
      const asked: string[] = [];
      const fetch: typeof made.fetch = (at, init) => {
        asked.push(at);
        return made.fetch(at, init);
      };
      const keys = { ...made, fetch };
      const receiver = createReceiver({ provider, secret, url, keys, on: {} });
      for (const type of [undefined, "an.other"].slice(0, provider === amazonSns ? 1 : 2)) {
        const delivery = await signedDelivery(provider, { secret, url, type, keys });
        expect((await deliver(receiver, delivery)).status).toBe(200);
      }
      expect(asked).toEqual([keys.url]);
      expect(await textAt(keys, `${keys.url}x`)).toEqual([404, ""]);
    });

    test("a server of the tests verifies with the keys that it is given", async () => {
      const keys = await createPublishedKeys(provider, secret);
      const server = await createWebhookServer({ provider, secret, keys });
      try {
        const delivery = await signedDelivery(provider, { secret, url: server.url, keys });
        expect((await deliver(server.url, delivery)).status).toBe(
          // To this provider the endpoint's public URL is the audience, which the server is not told.
          provider === googlePubsub ? 401 : 200,
        );
      } finally {
        await server.close();
      }
    });
  },
);

test.each([amazonSns, paypal])(
  "the certificate of $id is X.509, and issued for its host",
  async (provider) => {
    const keys = await createPublishedKeys(provider, "a secret");
    const [status, pem] = await textAt(keys, keys.url);
    expect(status).toBe(200);
    const certificate = new X509Certificate(pem);
    const { hostname } = new URL(keys.url);
    expect(certificate.subject).toBe(`CN=${hostname}`);
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(
      certificate.checkPrivateKey((await import("node:crypto")).createPrivateKey(keys.privateKey)),
    ).toBe(true);
    expect(
      [certificate.validFromDate, certificate.validToDate].map((date) => date.toISOString()),
    ).toEqual(["1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"]);
    expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(pem).not.toContain("PRIVATE");
  },
);

test.each([
  [
    amazonSns,
    "https://sns.made-for-a-test.amazonaws.com/SimpleNotificationService-made-for-a-test.pem",
  ],
  [paypal, "https://api.paypal.com/v1/notifications/certs/CERT-made-for-a-test"],
  [googlePubsub, "https://www.googleapis.com/oauth2/v3/certs"],
  [kinde, "https://acme.kinde.com/.well-known/jwks"],
  [neon, "https://branch.neonauth.example.com/neondb/auth/.well-known/jwks.json"],
  [zohoDesk, "https://desk.zoho.eu/.well-known/jwks.json"],
] as const)("the keys of $id are where the provider has its own", async (provider, place) => {
  const [, secret = ""] = secrets.find(([one]) => one === provider) ?? [];
  expect((await createPublishedKeys(provider, secret)).url).toBe(place);
});

test("a set of keys holds the public one", async () => {
  const keys = await createPublishedKeys(googlePubsub, "a secret");
  const [, text] = await textAt(keys, keys.url);
  const [key, ...more] = JSON.parse(text).keys;
  expect(more).toEqual([]);
  const { n, d } = JSON.parse(keys.privateKey);
  expect(key).toMatchObject({ kty: "RSA", n, use: "sig" });
  expect(d).toBeTypeOf("string");
  for (const secretMember of ["d", "p", "q", "dp", "dq", "qi"])
    expect(key).not.toHaveProperty(secretMember);
});

test("a key that is made for EdDSA is called so, and named by the delivery", async () => {
  const secret = "https://branch.neonauth.example.com/neondb/auth";
  const { keys, headers } = await signedDelivery(neon, { secret });
  const [, text] = await textAt(keys as PublishedKeys, keys?.url ?? "");
  const [key] = JSON.parse(text).keys;
  expect(key).toMatchObject({ kty: "OKP", crv: "Ed25519", alg: "EdDSA" });
  expect(key).not.toHaveProperty("d");
  expect(headers["x-neon-signature-kid"]).toBe(key.kid);
});

test("a token says whose it is, by the parts of the secret", async () => {
  const secret = "desk.zoho.eu|20069482311|4000000012345";
  const { headers } = await signedDelivery(zohoDesk, { secret });
  const [, claims = ""] = String(headers["x-zdesk-jwt"]).split(".");
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    iss: "orgId:20069482311",
    aud: "webhookId:4000000012345",
  });
});

test("labelled secrets are those of the receiver, the first of them signs", async () => {
  const secret = { live: "8PT597110X687430LKGECATA", test: "other" };
  const { keys, ...delivery } = await signedDelivery(paypal, { secret });
  expect((await verify(paypal, delivery, { secret, keys })).secretLabel).toBe("live");
  const bytes = new TextEncoder().encode("8PT597110X687430LKGECATA");
  const other = await signedDelivery(paypal, { secret: bytes });
  expect(await codeOf(verify(paypal, other, { secret, keys: other.keys }))).toBe("accepted");
});

test("a token says what the payload says, under the id and the type that were asked for", async () => {
  const secret = "https://acme.kinde.com/.well-known/jwks";
  const given = { secret, id: "event_1", type: "user.deleted", payload: { data: { a: 1 } } };
  const { keys, ...delivery } = await signedDelivery(kinde, given);
  expect(delivery.headers["content-type"]).toBe("application/jwt");
  const events: unknown[] = [];
  const on = {
    "*": ({ id, type, payload }: { id: unknown; type: unknown; payload: unknown }) =>
      events.push({ id, type, payload }),
  };
  await deliver(createReceiver({ provider: kinde, secret, keys, on }), delivery);
  expect(events).toEqual([
    {
      id: "event_1",
      type: "user.deleted",
      payload: { event_id: "event_1", type: "user.deleted", data: { a: 1 } },
    },
  ]);
});

test.each([
  [kinde, "a text", "its body is a token, and a token is made of a JSON object"],
  [kinde, [1], "its body is a token, and a token is made of a JSON object"],
  [amazonSns, { a: 1 }, "what is signed can't be made of body and headers"],
] as const)("%o can't be made of %j", async (provider, payload, message) => {
  const [, secret] = secrets.find(([one]) => one === provider) ?? [];
  await expect(signedDelivery(provider, { secret: secret ?? "", payload })).rejects.toThrow(
    message,
  );
});

test("a provider that publishes none has no keys", async () => {
  await expect(createPublishedKeys(stripe, "whsec_x")).rejects.toThrow("stripe publishes no keys");
  expect(await signedDelivery(stripe, { secret: "whsec_x" })).not.toHaveProperty("keys");
});

test("a certificate is made for RSA alone", async () => {
  const signature = { ...paypal.signature, scheme: "ecdsa", form: "der" };
  await expect(
    createPublishedKeys({ ...paypal, signature } as Provider, "a secret"),
  ).rejects.toThrow("a certificate is made for RSA, and not for ecdsa");
});
