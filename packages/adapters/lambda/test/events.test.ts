import { describe, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { type LambdaEvent, type LambdaResult, type Reply, toLambda } from "../src/index.ts";
import {
  type EventParts,
  httpEvent,
  loadBalancerEvent,
  multiValueLoadBalancerEvent,
  restEvent,
} from "./documented-events.ts";

type EventOf = (parts?: EventParts) => LambdaEvent;

const sources: readonly (readonly [name: string, eventOf: EventOf])[] = [
  ["payload 1.0", restEvent],
  ["payload 2.0", httpEvent],
  ["a load balancer", loadBalancerEvent],
  ["a load balancer with multi-value headers", multiValueLoadBalancerEvent],
];

const hasLists: ReadonlySet<EventOf> = new Set([restEvent, multiValueLoadBalancerEvent]);

const json = '{"a": 1.0, "b":"größe ♥"}';

const binary = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");

/** A result's header, from the one place where its gateway looks for it. */
function headerOf(eventOf: EventOf, result: LambdaResult, name: string): unknown {
  expect("headers" in result).toBe(!hasLists.has(eventOf));
  expect("multiValueHeaders" in result).toBe(hasLists.has(eventOf));
  return hasLists.has(eventOf) ? result.multiValueHeaders?.[name] : [result.headers?.[name]];
}

const replying = (body: Reply["body"]) => ({
  on: { "*": () => ({ status: 201, headers: { "x-custom": "a, b" }, body }) },
});

describe.each(sources)("%s", (_, eventOf) => {
  test("a body of text", async () => {
    const { receiver, events } = createEndpoint();
    const handler = toLambda(receiver);
    const headers = await signedHeaders(json);
    const result = await handler(eventOf({ headers, body: json }));
    expect(result).toMatchObject({
      statusCode: 200,
      body: '{"received":true}',
      isBase64Encoded: false,
    });
    expect(headerOf(eventOf, result, "content-type")).toEqual(["application/json"]);
    expect(Buffer.from(events[0]?.delivery.body ?? "").toString()).toBe(json);
    expect(events[0]?.delivery.method).toBe("POST");

    const refused = await handler(eventOf({ headers, body: `${json} ` }));
    expect(refused).toMatchObject({
      statusCode: 401,
      body: '{"error":"signature_mismatch"}',
      isBase64Encoded: false,
    });
    expect(headerOf(eventOf, refused, "content-type")).toEqual(["application/json"]);
    expect(events).toHaveLength(1);
  });

  test("a body in base64, of bytes that are no text", async () => {
    const { receiver, events } = createEndpoint();
    const handler = toLambda(receiver);
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const headers = await signedHeaders(binary, type);
    const genuine = eventOf({ headers, body: base64(binary), isBase64Encoded: true });
    expect((await handler(genuine)).statusCode).toBe(200);
    expect(events[0]?.delivery.body).toEqual(Buffer.from(binary));

    const forged = eventOf({ headers, body: base64(binary.slice(1)), isBase64Encoded: true });
    expect((await handler(forged)).statusCode).toBe(401);
    // Text that happens to be base64.
    const text = base64(json);
    const headersOfText = await signedHeaders(text, type);
    expect((await handler(eventOf({ headers: headersOfText, body: text }))).statusCode).toBe(200);
    expect(Buffer.from(events[1]?.delivery.body ?? "").toString()).toBe(text);
  });

  test("bytes that a gateway has taken for text are refused", async () => {
    const { receiver, outcomes } = createEndpoint();
    const headers = await signedHeaders(binary);
    const body = Buffer.from(binary).toString("utf8");
    const { statusCode } = await toLambda(receiver)(eventOf({ headers, body }));
    expect(statusCode).toBe(401);
    expect(outcomes[0]?.code).toBe("signature_mismatch");
  });

  test("no body", async () => {
    const { receiver } = createEndpoint();
    const handler = toLambda(receiver);
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const genuine = await signedHeaders("", type);
    const forged = await signedHeaders(" ", type);
    expect((await handler(eventOf({ headers: genuine }))).statusCode).toBe(200);
    expect((await handler(eventOf({ headers: forged }))).statusCode).toBe(401);
  });

  test("header names in any case", async () => {
    const { receiver, events } = createEndpoint();
    const handler = toLambda(receiver);
    const signed = Object.entries(await signedHeaders(json));
    for (const spell of [
      (name: string) => name.toUpperCase(),
      (name: string) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    ]) {
      const headers = Object.fromEntries(signed.map(([name, value]) => [spell(name), value]));
      expect((await handler(eventOf({ headers, body: json }))).statusCode).toBe(200);
    }
    for (const { delivery } of events) {
      expect(Object.keys(delivery.headers)).toContain("x-signature");
      expect(Object.keys(delivery.headers)).not.toContain("X-SIGNATURE");
    }
  });

  test("a body at the limit of API Gateway, and one beyond the receiver's", async () => {
    const { receiver, events } = createEndpoint();
    const handler = toLambda(receiver);
    const large = `"${"0".repeat(10 * 1024 * 1024 - 2)}"`;
    const headers = await signedHeaders(large);
    const parts = { headers, body: base64(large), isBase64Encoded: true };
    expect((await handler(eventOf(parts))).statusCode).toBe(200);
    expect((await handler(eventOf({ headers, body: large }))).statusCode).toBe(200);
    const tooLarge = { headers, body: base64(`${large} `), isBase64Encoded: true };
    expect(await handler(eventOf(tooLarge))).toMatchObject({
      statusCode: 413,
      body: '{"error":"body_too_large"}',
    });
    expect(events).toHaveLength(2);
  });

  test.each([
    ["text", "größe ♥ 🪝", "größe ♥ 🪝", false],
    ["bytes", binary, base64(binary), true],
    ["nothing", null, "", false],
  ])("a reply of %s", async (_name, content, body, isBase64Encoded) => {
    const { receiver } = createEndpoint(replying(content));
    const headers = await signedHeaders(json);
    const result = await toLambda(receiver)(eventOf({ headers, body: json }));
    expect(result).toMatchObject({ statusCode: 201, body, isBase64Encoded });
    expect(headerOf(eventOf, result, "x-custom")).toEqual(["a, b"]);
  });

  test.each(["GET", "HEAD", "OPTIONS", "DELETE"])("%s", async (method) => {
    const { receiver, outcomes } = createEndpoint();
    const result = await toLambda(receiver)(eventOf({ method }));
    expect(result).toMatchObject({ statusCode: 405, isBase64Encoded: false });
    expect(headerOf(eventOf, result, "allow")).toEqual(["POST"]);
    expect(outcomes[0]?.code).toBe("method_not_allowed");
  });
});

describe("several signature headers", () => {
  const handle = async (eventOf: EventOf, headers: EventParts["headers"] = {}) => {
    const { receiver } = createEndpoint();
    return (await toLambda(receiver)(eventOf({ headers, body: json }))).statusCode;
  };

  test("none of them counts, where the event holds them all", async () => {
    const { "x-signature": genuine = "" } = await signedHeaders(json);
    const { "x-signature": forged = "" } = await signedHeaders(`${json} `);
    for (const eventOf of [restEvent, httpEvent, multiValueLoadBalancerEvent]) {
      expect(await handle(eventOf, { "x-signature": genuine })).toBe(200);
      expect(await handle(eventOf, { "x-signature": [genuine, genuine] })).toBe(401);
      expect(await handle(eventOf, { "x-signature": [genuine, forged] })).toBe(401);
      expect(await handle(eventOf, { "x-signature": [forged, genuine] })).toBe(401);
      expect(await handle(eventOf, { "x-signature": genuine, "X-Signature": forged })).toBe(401);
      expect(await handle(eventOf, { "X-Signature": forged, "x-signature": genuine })).toBe(401);
    }
  });

  test("the last one counts, where the event holds no other", async () => {
    const { "x-signature": genuine = "" } = await signedHeaders(json);
    const { "x-signature": forged = "" } = await signedHeaders(`${json} `);
    expect(await handle(loadBalancerEvent, { "x-signature": [forged, genuine] })).toBe(200);
    expect(await handle(loadBalancerEvent, { "x-signature": [genuine, forged] })).toBe(401);
  });
});
