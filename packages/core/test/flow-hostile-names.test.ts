import { gzipSync } from "node:zlib";
import { createReceiver } from "@hooks/core";
import { expect, test } from "vitest";
import { delivery, endpoint, eventBody, plain, refusal, secret } from "./sample-endpoint.ts";
import { hmacHex } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

test("a claim without a token is the store's fault: 503", async () => {
  const claim = () => ({ state: "claimed" }) as never;
  const { receive } = endpoint({ store: sampleStore({ claim }) });
  expect(await receive(delivery(eventBody()))).toEqual(refusal(503, "store_failed"));
});

test("a provider's id that could run into the scope is refused", () => {
  const provider = { ...plain, id: "a:b" };
  expect(() => createReceiver({ provider, secret, on: {} })).toThrow(/provider\.id/);
});

test("a compressed body goes through beside a header that Fetch would refuse", async () => {
  const body = gzipSync(eventBody());
  const headers = {
    "x-signature": hmacHex(secret, eventBody()),
    "content-encoding": "gzip",
    "x-name": "Żółć",
  };
  const { receive, outcomes } = endpoint();
  expect((await receive(delivery("", { body, headers }))).status).toBe(200);
  expect(outcomes).toMatchObject([{ kind: "processed" }]);
});

test("the place where a payload is wrong is told by names, never by a key that may be data", async () => {
  const issues = [{ message: "no", path: ["users", "jo@example.com", { key: 0 }, "name"] }];
  const schema = { "~standard": { version: 1, vendor: "sample", validate: () => ({ issues }) } };
  const { receive, outcomes } = endpoint({ schema } as never);
  expect(await receive(delivery(eventBody()))).toEqual(refusal(422, "payload_invalid"));
  expect(outcomes[0]?.error?.message).toContain('"users.*.0.name"');
  expect(outcomes[0]?.error?.message).not.toContain("jo@");
});
