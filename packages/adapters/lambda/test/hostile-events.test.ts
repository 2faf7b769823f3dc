import { expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { type LambdaEvent, toLambda } from "../src/index.ts";
import { httpEvent, loadBalancerEvent, restEvent } from "./documented-events.ts";

/** An event that is not what its type says. */
const untyped = (event: object): LambdaEvent => JSON.parse(JSON.stringify(event));

test.each([
  ["nothing at all", {}],
  ["another service's event", { Records: [{ eventSource: "aws:sqs", body: "{}" }] }],
  ["a schedule's event", { source: "aws.events", "detail-type": "Scheduled Event", detail: {} }],
  ["no method", { ...loadBalancerEvent(), httpMethod: undefined }],
  ["null as a method", { ...loadBalancerEvent(), httpMethod: null }],
  ["a number as a method", { ...loadBalancerEvent(), httpMethod: 5 }],
  ["a method in lower case", { ...loadBalancerEvent(), httpMethod: "post" }],
  ["no request context", { ...httpEvent(), requestContext: undefined }],
  ["null as a request context", { ...httpEvent(), requestContext: null }],
])("%s is no POST", async (_, event) => {
  const { receiver } = createEndpoint();
  expect(await toLambda(receiver)(untyped(event))).toEqual({
    statusCode: 405,
    headers: { "content-type": "application/json", allow: "POST" },
    body: '{"error":"method_not_allowed"}',
    isBase64Encoded: false,
  });
});

test.each([
  ["no headers", { headers: undefined, multiValueHeaders: undefined }],
  ["null as headers", { headers: null, multiValueHeaders: null }],
  ["text as headers", { headers: "x-signature", multiValueHeaders: null }],
  ["a number as headers", { headers: 5, multiValueHeaders: null }],
  ["null as a header", { headers: { "x-signature": null }, multiValueHeaders: null }],
  ["no value of a header", { headers: {}, multiValueHeaders: { "x-signature": [] } }],
  ["null among a header's values", { headers: {}, multiValueHeaders: { "x-signature": [null] } }],
  ["null as a header's values", { headers: {}, multiValueHeaders: { "x-signature": null } }],
  ["a prototype's name", JSON.parse('{"headers":{"__proto__":{"x-signature":"0"}}}')],
])("%s: the signature is missing", async (_, parts) => {
  const { receiver, outcomes } = createEndpoint();
  const event = { ...restEvent({ body: "{}" }), multiValueHeaders: null, ...parts };
  const result = await toLambda(receiver)(untyped(event));
  expect(result).toMatchObject({ statusCode: 401, body: '{"error":"signature_missing"}' });
  expect(outcomes).toHaveLength(1);
});

test("a header that HTTP could not carry does no harm", async () => {
  const { receiver, events } = createEndpoint();
  const headers = {
    ...(await signedHeaders("{}")),
    "x-name": "größe ♥\r\nx: y",
    "": "",
    "a b": "",
  };
  const { statusCode } = await toLambda(receiver)(untyped(httpEvent({ headers, body: "{}" })));
  expect(statusCode).toBe(200);
  expect(events[0]?.delivery.headers).toMatchObject({ "x-name": "größe ♥\r\nx: y" });
});

test.each([
  ["null", null],
  ["missing", undefined],
])("a body that is %s is empty, also when it is said to be in base64", async (_, body) => {
  const { receiver } = createEndpoint();
  const handler = toLambda(receiver);
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const headers = await signedHeaders("", type);
  for (const isBase64Encoded of [true, false]) {
    const event = { ...loadBalancerEvent({ headers }), body, isBase64Encoded };
    expect((await handler(untyped(event))).statusCode).toBe(200);
  }
});

test.each([
  ["an object", { a: 1 }],
  ["a list", [123, 125]],
  ["a number", 5],
  ["true", true],
])("a body that is %s is not made text again", async (_, body) => {
  const { receiver, outcomes, events } = createEndpoint();
  const handler = toLambda(receiver);
  const headers = await signedHeaders(JSON.stringify(body));
  for (const isBase64Encoded of [true, false]) {
    const event = { ...restEvent({ headers }), body, isBase64Encoded };
    expect(await handler(untyped(event))).toMatchObject({
      statusCode: 500,
      body: '{"error":"body_unavailable"}',
    });
  }
  expect(outcomes.map(({ code }) => code)).toEqual(["body_unavailable", "body_unavailable"]);
  expect(events).toEqual([]);
});

test.each(["{}", "e", "====", "\0", "ÿÿÿÿ", "e30 e30"])(
  "%j for base64 is refused",
  async (body) => {
    const { receiver, outcomes } = createEndpoint();
    const event = httpEvent({ headers: await signedHeaders("{}"), body, isBase64Encoded: true });
    expect((await toLambda(receiver)(event)).statusCode).toBe(401);
    expect(outcomes[0]?.code).toBe("signature_mismatch");
  },
);

test.each([
  ["null everywhere", { path: null, rawPath: null, rawQueryString: null, requestContext: null }],
  ["null as parameters", { queryStringParameters: null, multiValueQueryStringParameters: null }],
  ["null as a parameter", { queryStringParameters: { a: null } }],
  ["null among values", { multiValueQueryStringParameters: { a: [null, "b"] } }],
  ["text as parameters", { queryStringParameters: "abc", multiValueQueryStringParameters: 5 }],
  ["half a character", { queryStringParameters: { a: "\ud800" }, path: "/\ud800" }],
  ["null as cookies", { cookies: null }],
])("%s: the delivery is taken", async (_, parts) => {
  const { receiver } = createEndpoint();
  const headers = await signedHeaders("{}");
  for (const eventOf of [restEvent, loadBalancerEvent]) {
    const event = { ...eventOf({ headers, body: "{}" }), ...parts };
    expect((await toLambda(receiver)(untyped(event))).statusCode).toBe(200);
  }
});

test("an event is not changed", async () => {
  const { receiver } = createEndpoint();
  const event = restEvent({ headers: await signedHeaders("{}"), body: "{}" });
  const before = structuredClone(event);
  await toLambda(receiver)(event);
  expect(event).toEqual(before);
});
