import { fetch, request } from "undici";
import { describe, test } from "vitest";
import { checkUrl, guardedAgent } from "../src/index.ts";
import { type CreateGuardedClient, testGuard } from "../src/suite.ts";

const throughRequest: CreateGuardedClient = (conditions) => {
  const dispatcher = guardedAgent({ ...conditions, onAllow: () => undefined });
  return {
    request: async (url) => {
      const { statusCode, body } = await request(url, { dispatcher });
      await body.dump();
      return statusCode;
    },
    close: () => dispatcher.close(),
  };
};

const throughFetch: CreateGuardedClient = (conditions) => {
  const dispatcher = guardedAgent({ ...conditions, onAllow: () => undefined });
  return {
    request: async (url) => {
      const response = await fetch(url, { dispatcher });
      await response.text();
      return response.status;
    },
    close: () => dispatcher.close(),
  };
};

describe("undici.request", () => {
  testGuard("guardedAgent", throughRequest, { test, checkUrl });
});

describe("fetch of undici", () => {
  testGuard("guardedAgent", throughFetch, { test });
});
