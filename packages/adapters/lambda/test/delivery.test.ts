import { describe, expect, test } from "vitest";
import { type Incoming, type LambdaEvent, toLambda } from "../src/index.ts";
import {
  httpEvent,
  loadBalancerEvent,
  multiValueLoadBalancerEvent,
  restEvent,
} from "./documented-events.ts";

/** What a receiver is given for an event. */
async function incomingOf(event: LambdaEvent): Promise<Incoming> {
  const incomings: Incoming[] = [];
  const handler = toLambda({
    receive: async (incoming) => {
      incomings.push(incoming);
      return { status: 200, headers: {}, body: null };
    },
    fetch: () => Promise.reject(new Error("it is not called")),
    work: () => Promise.reject(new Error("it is not called")),
  });
  await handler(event);
  const [incoming] = incomings;
  if (incoming === undefined) throw new Error("nothing was received");
  return incoming;
}

const urlOf = async (event: LambdaEvent): Promise<string> => (await incomingOf(event)).url;

describe("the URL", () => {
  test.each([
    [
      "payload 1.0",
      restEvent(),
      "/test/my/path?parameter1=value1&parameter1=value2&parameter2=value+%2F+1",
    ],
    [
      "payload 2.0",
      httpEvent(),
      "/my/path?parameter1=value1&parameter1=value2&parameter2=value%20%2F+1",
    ],
    ["a load balancer", loadBalancerEvent(), "/my/path?parameter1=value2&parameter2=value%20%2F+1"],
    [
      "a load balancer with multi-value headers",
      multiValueLoadBalancerEvent(),
      "/my/path?parameter1=value1&parameter1=value2&parameter2=value%20%2F+1",
    ],
  ])("of %s", async (_, event, url) => {
    expect(await urlOf(event)).toBe(url);
  });

  test("without a query has no question mark", async () => {
    const none = { queryStringParameters: null, multiValueQueryStringParameters: null };
    expect(await urlOf({ ...restEvent(), ...none })).toBe("/test/my/path");
    expect(await urlOf({ ...loadBalancerEvent(), queryStringParameters: {} })).toBe("/my/path");
    expect(await urlOf({ ...httpEvent(), rawQueryString: "" })).toBe("/my/path");
  });

  test("leaves out a parameter without a value of any kind", async () => {
    const queryStringParameters = { a: undefined, b: "", c: "d" };
    const event = { ...loadBalancerEvent(), queryStringParameters };
    expect(await urlOf(event)).toBe("/my/path?b=&c=d");
    const none = { ...restEvent(), multiValueQueryStringParameters: null, queryStringParameters };
    expect(await urlOf(none)).toBe("/test/my/path?b=&c=d");
  });

  test("has the stage, however the function is reached", async () => {
    const rest = restEvent();
    const query = { queryStringParameters: null, multiValueQueryStringParameters: null };
    // The event of a custom domain has its base path in both.
    const requestContext = { ...rest.requestContext, path: "/base/my/path" };
    const custom = { ...rest, ...query, path: "/base/my/path", requestContext };
    expect(await urlOf(custom)).toBe("/base/my/path");
    const http = { ...httpEvent(), rawPath: "/test/my/path", rawQueryString: "" };
    expect(await urlOf(http)).toBe("/test/my/path");
  });

  test("falls back to the path that the route saw", async () => {
    expect(await urlOf({ httpMethod: "POST", path: "/my/path" })).toBe("/my/path");
  });

  test("keeps a decoded path from becoming a query", async () => {
    const event = { ...httpEvent(), rawPath: "/my/a?token=forged#", rawQueryString: "token=b" };
    expect(await urlOf(event)).toBe("/my/a%3Ftoken=forged%23?token=b");
  });

  test("holds a parameter's value whole when it was decoded", async () => {
    const values = ["a&b=c", "d=e?#", "100%", "ü +"];
    const event = { ...restEvent(), multiValueQueryStringParameters: { "x&y": values } };
    const url = new URL(await urlOf(event), "https://example.com");
    expect(url.searchParams.getAll("x&y")).toEqual(values);
  });
});

describe("the headers", () => {
  test.each([
    ["payload 1.0", restEvent(), { header1: "value1", header2: "value1, value2" }],
    [
      "payload 2.0",
      httpEvent(),
      { cookie: "cookie1=a; cookie2=b", header1: "value1", header2: "value1,value2" },
    ],
    ["a load balancer", loadBalancerEvent(), { "x-forwarded-port": "80" }],
    [
      "a load balancer with multi-value headers",
      multiValueLoadBalancerEvent(),
      { "x-forwarded-port": "80" },
    ],
  ])("of %s", async (_, event, headers) => {
    expect((await incomingOf(event)).headers).toEqual(headers);
  });

  test("in several spellings are one", async () => {
    const multiValueHeaders = { "X-Signature": ["a", "b"], "x-signature": ["c"] };
    const { headers } = await incomingOf({ ...restEvent(), headers: {}, multiValueHeaders });
    expect(headers).toEqual({ "x-signature": "a, b, c" });
  });
});
