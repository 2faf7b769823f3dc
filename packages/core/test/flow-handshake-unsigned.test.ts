import { createHash, createHmac } from "node:crypto";
import type { Handshake, Incoming, Provider, ReceiverOptions } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { delivery, endpoint, eventBody, plain, refusal, secret } from "./sample-endpoint.ts";
import { bodyHmac, provider } from "./sample-providers.ts";

const url = "https://example.com/webhooks";

const withHandshake = (...handshake: Handshake[]): Provider =>
  ({ ...provider({ signature: bodyHmac, eventType: { json: "type" } }), handshake }) as Provider;

function desk(handshake: Handshake, options: Partial<ReceiverOptions> = {}) {
  return endpoint({ provider: withHandshake(handshake), ...options });
}

const request = (method: string, query: string, parts: Partial<Incoming> = {}): Incoming => ({
  method,
  url: url + query,
  headers: {},
  body: "",
  ...parts,
});

describe("a challenge by GET", () => {
  const hub: Handshake = {
    method: "GET",
    when: { query: "hub.mode", equals: "subscribe" },
    verifyToken: { query: "hub.verify_token" },
    challenge: { query: "hub.challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  };
  const query = (challenge: string, token: string, mode = "subscribe"): string =>
    `?${new URLSearchParams({ "hub.mode": mode, "hub.challenge": challenge, "hub.verify_token": token })}`;

  test("is answered to who knows the token, and is no event", async () => {
    const { receive, outcomes, events } = desk(hub, { verifyToken: ["the old", "the token"] });
    for (const token of ["the token", "the old"]) {
      expect(await receive(request("GET", query("1158201444", token)))).toEqual({
        status: 200,
        headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" },
        body: "1158201444",
      });
    }
    expect(outcomes).toMatchObject([{ kind: "handshake" }, { kind: "handshake" }]);
    expect(events).toEqual([]);
  });

  test.each([
    ["another token", { verifyToken: "the token" }, "x"],
    ["a token that is longer", { verifyToken: "the token" }, "the token "],
    ["no token", { verifyToken: "the token" }, ""],
    ["no token where none is set", {}, ""],
    ["any token where none is set", {}, "undefined"],
  ])("with %s is refused", async (_, options, token) => {
    const { receive, outcomes } = desk(hub, options);
    expect(await receive(request("GET", query("1", token)))).toEqual(
      refusal(403, "handshake_refused"),
    );
    expect(outcomes).toMatchObject([{ kind: "refused", code: "handshake_refused" }]);
  });

  test.each([
    ["of another mode", query("1", "the token", "denied")],
    ["without a challenge", query("", "the token")],
    ["with a line break", query("a\r\nb", "the token")],
    ["with what is not ASCII", query("é", "the token")],
    ["that is too long", query("a".repeat(1025), "the token")],
    ["that asks nothing", ""],
  ])("%s is not one", async (_, search) => {
    const { receive } = desk(hub, { verifyToken: "the token" });
    expect(await receive(request("GET", search))).toEqual(
      refusal(405, "method_not_allowed", { allow: "POST" }),
    );
  });

  test("does not open the other methods", async () => {
    const { receive } = desk(hub, { verifyToken: "the token" });
    for (const method of ["HEAD", "PUT", "OPTIONS"]) {
      const reply = await receive(request(method, query("1", "the token")));
      expect(reply.status).toBe(405);
    }
    const posted = await receive(request("POST", query("1", "the token")));
    expect(posted).toEqual(refusal(401, "signature_missing"));
  });
});

describe("an answer under the secret", () => {
  const crc: Handshake = {
    method: "GET",
    challenge: { query: "crc_token" },
    challengeSyntax: /^[\w-]{1,100}$/,
    answer: { scheme: "hmac", hash: "SHA-256", encoding: "base64", content: "{challenge}" },
    reply: { contentType: "application/json", body: '{"response_token":"sha256={answer}"}' },
  };

  test("is the HMAC of the challenge", async () => {
    const { receive } = desk(crc);
    const mac = createHmac("sha256", secret).update("abc-123").digest("base64");
    const { body } = await receive(request("GET", "?crc_token=abc-123"));
    expect(body).toBe(`{"response_token":"sha256=${mac}"}`);
  });

  test.each(["{}", '{"id":"evt_1"}', "a b", "[]", "a=1", "é", "{challenge}"])(
    "is not to be had for %s, which could be a body",
    async (challenge) => {
      const { receive } = desk(crc);
      const reply = await receive(request("GET", `?crc_token=${encodeURIComponent(challenge)}`));
      expect(reply).toEqual(refusal(405, "method_not_allowed", { allow: "POST" }));
    },
  );

  test("is made by the secret that a function gives, and refused when it knows none", async () => {
    const { receive } = desk(crc, {
      secret: ({ url: at }) => (at.endsWith("a") ? "theirs" : undefined),
    });
    const mac = createHmac("sha256", "theirs").update("a").digest("base64");
    expect((await receive(request("GET", "?crc_token=a"))).body).toContain(mac);
    expect((await receive(request("GET", "?crc_token=b"))).status).toBe(403);
  });

  test("can be a hash of challenge, token and URL", async () => {
    const handshake: Handshake = {
      method: "GET",
      challenge: { query: "challenge_code" },
      challengeSyntax: /^\w+$/,
      answer: { scheme: "sha256", content: "{challenge}{verifyToken}{url}" },
      reply: { contentType: "application/json", body: '{"challengeResponse":"{answer}"}' },
    };
    const { receive } = desk(handshake, { verifyToken: "a token of ours", url });
    const digest = createHash("sha256").update(`71745723a token of ours${url}`).digest("hex");
    const { body } = await receive(request("GET", "?challenge_code=71745723"));
    expect(body).toBe(`{"challengeResponse":"${digest}"}`);
    const without = desk(handshake, { url });
    expect(await without.receive(request("GET", "?challenge_code=71745723"))).toEqual(
      refusal(500, "option_invalid"),
    );
  });
});

describe("a challenge by an unsigned POST", () => {
  const echo: Handshake = {
    unsigned: true,
    when: { json: "challenge" },
    challenge: { json: "challenge" },
    reply: { contentType: "application/json", body: '{"challenge":"{challenge}"}' },
  };

  test("is answered, escaped as JSON", async () => {
    const { receive, events } = desk(echo);
    const challenge = 'a "quoted" \\ $& text';
    const { body } = await receive(request("POST", "", { body: JSON.stringify({ challenge }) }));
    expect(JSON.parse(String(body))).toEqual({ challenge });
    expect(events).toEqual([]);
  });

  test("is never a signed delivery, whatever that holds", async () => {
    const { receive, events } = desk(echo);
    const body = JSON.stringify({ type: "paid", challenge: "abc" });
    expect((await receive(delivery(body))).body).toContain("received");
    expect(events).toHaveLength(1);
    const forged = await receive({ ...delivery(body), headers: { "x-signature": "00" } });
    expect(forged).toEqual(refusal(401, "signature_mismatch"));
  });

  test("leaves other deliveries to be verified", async () => {
    const { receive } = desk(echo);
    const reply = await receive(request("POST", "", { body: eventBody() }));
    expect(reply).toEqual(refusal(401, "signature_missing"));
  });
});

describe("a handshake that brings something to keep", () => {
  const handshake: Handshake = {
    unsigned: true,
    when: { header: "x-hook-secret" },
    challenge: { header: "x-hook-secret" },
    reply: { headers: { "x-hook-secret": "{challenge}" } },
  };
  const first = request("POST", "", { headers: { "x-hook-secret": "a new secret" }, body: "{}" });

  test("hands it over before it is answered", async () => {
    const kept: string[] = [];
    const { receive } = desk(handshake, {
      onHandshake: async ({ challenge, delivery: { method } }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        kept.push(`${method} ${challenge}`);
      },
    });
    expect(await receive(first)).toEqual({
      status: 200,
      headers: { "x-hook-secret": "a new secret" },
      body: null,
    });
    expect(kept).toEqual(["POST a new secret"]);
  });

  test("is not answered when it could not be kept", async () => {
    const { receive, outcomes } = desk(handshake, {
      onHandshake: () => {
        throw new Error("the disk is full");
      },
    });
    expect(await receive(first)).toEqual(refusal(500, "handler_failed"));
    expect(outcomes[0]?.error?.cause).toEqual(new Error("the disk is full"));
  });
});

test("HEAD and OPTIONS can be handshakes, in the order in which they are declared", async () => {
  const which = withHandshake(
    { method: "HEAD", reply: {} },
    {
      method: "OPTIONS",
      when: [{ header: "webhook-request-origin" }, { header: "x-version", equals: "1" }],
      challenge: { header: "webhook-request-origin" },
      reply: { headers: { "webhook-allowed-origin": "{challenge}" } },
    },
  );
  const { receive } = endpoint({ provider: which });
  expect(await receive(request("HEAD", ""))).toEqual({ status: 200, headers: {}, body: null });
  const headers = { "webhook-request-origin": "example.com", "x-version": "1" };
  expect((await receive(request("OPTIONS", "", { headers }))).headers).toEqual({
    "webhook-allowed-origin": "example.com",
  });
  const other = { ...headers, "x-version": "2" };
  expect((await receive(request("OPTIONS", "", { headers: other }))).status).toBe(405);
});

test.each(["", " ", 5, ["a token", ""]])("verifyToken %j can't be right", (verifyToken) => {
  expect(() => endpoint({ verifyToken: verifyToken as string })).toThrow(/verifyToken/);
});

describe("a handshake that wants to be told the receiver's own token", () => {
  const telling: Provider = {
    ...plain,
    handshake: { method: "GET", reply: { headers: { "x-token": "{verifyToken}" } } },
  };
  const asked = delivery("", { method: "GET", headers: {} });

  test("is told the first", async () => {
    const { receive } = endpoint({ provider: telling, verifyToken: ["first $&", "second"] });
    expect(await receive(asked)).toEqual({
      status: 200,
      headers: { "x-token": "first $&" },
      body: null,
    });
  });

  test("is not answered by a receiver without one", async () => {
    const { receive } = endpoint({ provider: telling });
    expect((await receive(asked)).status).toBe(405);
  });
});
