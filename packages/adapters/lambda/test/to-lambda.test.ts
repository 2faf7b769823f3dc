import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import * as core from "../../../core/src/index.ts";
import * as lambda from "../src/index.ts";
import { type Gateway, gateways } from "./gateways.ts";
import { serveLambda } from "./serve-lambda.ts";

const cases: string[] = [];
testAdapter("", () => Promise.reject(), { test: (name) => cases.push(name.slice(2)) });

// A function is invoked with a complete body, so a broken or endless one is its gateway's affair.
const isNeverInvoked = /^(broken: (a |the client (goes away after|says))|size: refused (by|while))/;

const { restApi, httpApi, functionUrl, loadBalancer, multiValueLoadBalancer } = gateways;

const suites: readonly (readonly [gateway: Gateway, except: readonly string[]])[] = [
  [
    restApi,
    // The event holds the parameters decoded, and each name's together.
    [
      "request: path /hooks/x?a=%2F&b=1+2&a=&c",
      "request: path /hooks/x?url=https://example.com/?y=1&z=%zz",
    ],
  ],
  [
    httpApi,
    // The event holds the path decoded.
    ["request: path /hooks/a%20b%2Fc%3F%25", "request: path /hooks/caf%C3%A9/%e2%99%a5"],
  ],
  [functionUrl, []],
  [
    loadBalancer,
    [
      // The event holds the last of several headers or parameters with one name.
      "refusal: the signature header twice",
      "refusal: a forged signature header before the right one",
      "refusal: a forged signature header behind the right one",
      "refusal: an authorization header twice",
      "request: path /hooks/x?a=%2F&b=1+2&a=&c",
    ],
  ],
  // The event holds each name's parameters together.
  [multiValueLoadBalancer, ["request: path /hooks/x?a=%2F&b=1+2&a=&c"]],
];

describe.each(suites)("$name", (gateway, own) => {
  const serve = (receiver: lambda.Receiver) => serveLambda(lambda.toLambda(receiver), gateway);
  const except = [...cases.filter((name) => isNeverInvoked.test(name)), ...own];
  const count = testAdapter(gateway.name, serve, { test, createStore: memoryStore, except });
  test("the suite has cases", () => expect(count).toBeGreaterThan(90));
});

test("every gateway is tried", () => {
  expect(suites.map(([gateway]) => gateway)).toEqual(Object.values(gateways));
});

test("the core's surface is exported as well", () => {
  expect(Object.keys(lambda).sort()).toEqual([...Object.keys(core), "toLambda"].sort());
});
