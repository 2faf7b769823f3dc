import { expect, test } from "vitest";
import { createSender, type Endpoint, isSenderError, type SenderOptions } from "../src/index.ts";
import { authority, clientCertificate, otherCertificate } from "./sample-certificates.ts";
import { event, sampleEndpoint, sampleSender, sampleServer, secret } from "./sample-sender.ts";

const url = "https://hooks.example.com/a";

/** The code and the field of what it throws; fails where that shows the secret. */
function errorOf(run: () => unknown): readonly [code: string, field: string] {
  try {
    run();
  } catch (error) {
    if (!isSenderError(error)) throw error;
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain(secret.slice(6, 20));
    expect(error.message.startsWith(`${error.field}: `)).toBe(true);
    return [error.code, error.field];
  }
  throw new Error("nothing was thrown");
}

const refused = (changes: object, options: SenderOptions = {}) =>
  errorOf(() =>
    createSender({ ...options, endpoints: [{ ...sampleEndpoint(url), ...changes } as Endpoint] }),
  );

test.each([
  "/relative",
  "hooks.example.com/a",
  "//hooks.example.com/a",
  "https:hooks.example.com",
  "",
  "http://hooks.example.com/",
  "ftp://hooks.example.com/",
  "javascript:alert(1)",
  "data:text/plain,a",
  "https://user:password@hooks.example.com/",
  "https://user@hooks.example.com/",
  "https://@hooks.example.com/",
  "https://hooks.example.com/#a",
  "https://hooks.example.com\\@evil.example/",
  "https://hooks.example.com/\r\nx-a: b",
  "https://hooks.example.com/ a",
  "https://hooks.exam\tple.com/",
  "https://hooks.example.com/%0d%0ax",
  "https://hooks.example.com/\0",
  " https://hooks.example.com/",
  `https://hooks.example.com/${"a".repeat(2048)}`,
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://[::1]/",
  "https://169.254.169.254/latest",
  "https://localhost/",
  "https://intranet/",
  "https:///",
  undefined,
  7,
])("a URL that is refused: %j", (bad) => {
  expect(refused({ url: bad })).toEqual(["endpoint_invalid", "url"]);
});

test("http is taken where it is asked for, and nothing else by it", () => {
  const allowing = { allowHttp: true };
  createSender({ ...allowing, endpoints: [sampleEndpoint("http://hooks.example.com/")] });
  for (const bad of ["ftp://hooks.example.com/", "http://127.0.0.1/"]) {
    expect(refused({ url: bad }, allowing)).toEqual(["endpoint_invalid", "url"]);
  }
});

test.each([
  [{ value: "" }, "secrets.a"],
  [{ value: "   " }, "secrets.a"],
  [{ value: "whsec_" }, "secrets.a"],
  [{ value: `${secret}\n` }, "secrets.a"],
  [{ value: `whsec_${Buffer.alloc(23, 7).toString("base64")}` }, "secrets.a"],
  [{ value: `whsec_${Buffer.alloc(65, 7).toString("base64")}` }, "secrets.a"],
  [{ value: "whsec_not base64 at all, but long" }, "secrets.a"],
  [{ value: "c2hvcnQ=" }, "secrets.a"],
  [{ value: new Uint8Array(8) }, "secrets.a"],
  [{ value: new Uint8Array() }, "secrets.a"],
  [{ value: `whpk_${Buffer.alloc(32, 7).toString("base64")}` }, "secrets.a"],
  [{ value: undefined }, "secrets.a"],
  [{ value: 7 }, "secrets.a"],
  [{ expiresAt: new Date(Number.NaN) }, "secrets.a"],
  [{ expiresAt: "2026-11-21" }, "secrets.a"],
  [{ label: "" }, "secrets.0"],
  [{ label: undefined }, "secrets.0"],
])("a secret that is refused: %j", (changes, field) => {
  const secrets = [{ label: "a", value: secret, ...changes }];
  expect(refused({ secrets })).toEqual(["secret_invalid", field]);
});

test("secrets that are none, too many, or of one name", () => {
  const one = { label: "a", value: secret };
  expect(refused({ secrets: [] })).toEqual(["endpoint_invalid", "secrets"]);
  expect(refused({ secrets: undefined })).toEqual(["endpoint_invalid", "secrets"]);
  const many = Array.from({ length: 11 }, (_, i) => ({ ...one, label: `${i}` }));
  expect(refused({ secrets: many })).toEqual(["endpoint_invalid", "secrets"]);
  expect(refused({ secrets: [one, one] })).toEqual(["secret_invalid", "secrets.a"]);
  expect(refused({ secrets: [undefined] })).toEqual(["secret_invalid", "secrets.0"]);
});

test.each([
  ...["Host", "content-length", "Transfer-Encoding", "connection", "TE", "trailer", "upgrade"],
  ...["keep-alive", "proxy-authorization", "expect", "content-type", "accept-encoding"],
  ...["webhook-id", "Webhook-Signature", "webhook-anything", "signature", "signature-input"],
  ...["content-digest", "user-agent", "x-forwarded-for"],
])("a header that is not the endpoint's to set: %s", (name) => {
  const field = `headers.${name.toLowerCase()}`;
  expect(refused({ headers: { [name]: "a" } })).toEqual(["endpoint_invalid", field]);
});

test.each([
  [{ "x-a": "b\r\nc: d" }, "headers.x-a"],
  [{ "x-a": "b\0" }, "headers.x-a"],
  [{ "x-a": "é" }, "headers.x-a"],
  [{ "x-a": 7 }, "headers.x-a"],
  [{ "x a": "b" }, "headers"],
  [{ "x-a\r\n": "b" }, "headers"],
  [{ "": "b" }, "headers"],
  [{ ":path": "/" }, "headers"],
  [{ "X-A": "b", "x-a": "c" }, "headers"],
  [{ "x-a": "b".repeat(8200) }, "headers"],
])("headers that are refused: %j", (headers, field) => {
  expect(refused({ headers })).toEqual(["endpoint_invalid", field]);
});

test.each([
  [{ id: "" }, "id"],
  [{ id: "a b" }, "id"],
  [{ id: undefined }, "id"],
  [{ id: "a".repeat(201) }, "id"],
  [{ eventTypes: [] }, "eventTypes"],
  [{ eventTypes: "user.*" }, "eventTypes"],
  [{ eventTypes: ["a", "user*"] }, "eventTypes.1"],
  [{ eventTypes: ["*.created"] }, "eventTypes.0"],
  [{ eventTypes: ["user..created"] }, "eventTypes.0"],
  [{ eventTypes: [""] }, "eventTypes.0"],
  [{ active: "yes" }, "active"],
  [{ ordered: 1 }, "ordered"],
  [{ concurrency: 0 }, "concurrency"],
  [{ concurrency: 1.5 }, "concurrency"],
  [{ concurrency: 2, ordered: true }, "concurrency"],
  [{ rateLimit: { count: 0, perMs: 1000 } }, "rateLimit"],
  [{ rateLimit: { count: 1 } }, "rateLimit"],
  [{ version: "" }, "version"],
  [{ clientCertificate: { certificate: "a", privateKey: "b" } }, "clientCertificate"],
  [
    { clientCertificate: { certificate: authority, privateKey: otherCertificate.key } },
    "clientCertificate",
  ],
  [{ clientCertificate: { certificate: clientCertificate.cert } }, "clientCertificate"],
])("an endpoint that is refused: %j", (changes, field) => {
  expect(refused(changes)).toEqual(["endpoint_invalid", field]);
});

test("two endpoints of one id, and one that nobody knows", async () => {
  const endpoint = sampleEndpoint(url);
  expect(errorOf(() => createSender({ endpoints: [endpoint, { ...endpoint }] }))).toEqual([
    "endpoint_invalid",
    "id",
  ]);
  const sent = createSender().send("ep_1", event);
  await expect(sent).rejects.toMatchObject({ code: "endpoint_invalid", field: "endpoint" });
});

const circular: Record<string, unknown> = {};
circular["self"] = circular;

test.each([
  [{ id: "evt.1" }, "event_invalid", "id"],
  [{ id: "" }, "event_invalid", "id"],
  [{ id: "a\r\nb: c" }, "event_invalid", "id"],
  [{ id: 7 }, "event_invalid", "id"],
  [{ type: "user created" }, "event_invalid", "type"],
  [{ type: "user..created" }, "event_invalid", "type"],
  [{ type: undefined }, "event_invalid", "type"],
  [{ timestamp: new Date(Number.NaN) }, "event_invalid", "timestamp"],
  [{ timestamp: "2026-11-21" }, "event_invalid", "timestamp"],
  [{ data: undefined }, "event_invalid", "data"],
  [{ data: () => 7 }, "event_invalid", "data"],
  [{ data: Symbol("a") }, "event_invalid", "data"],
  [{ data: 7n }, "event_invalid", "data"],
  [{ data: { toJSON: () => undefined } }, "event_invalid", "data"],
  [{ data: circular }, "event_invalid", "data"],
  [{ data: "x".repeat(262_144) }, "event_too_large", "data"],
])("an event that is refused (%#)", async (changes, code, field) => {
  const server = await sampleServer();
  const sender = sampleSender();
  const bad = { ...event, ...changes } as typeof event;
  const endpoint = sampleEndpoint(server.url);
  await expect(sender.send(endpoint, bad)).rejects.toMatchObject({ code, field });
  await expect(sender.sendAll([endpoint], bad)).rejects.toMatchObject({ code, field });
  await expect(sender.attempt(endpoint, bad, 1)).rejects.toMatchObject({ code, field });
  expect(server.received()).toEqual([]);
});

test("data that JSON can say is never taken for data that is left out", async () => {
  const sender = sampleSender();
  for (const data of [null, "", 0, false, [], {}, '"timestamp":"x"}', "\ud800", "\u2028"]) {
    for (const id of ["evt_1", '"timestamp":"', "\\", '"}']) {
      const { body } = await sender.prepare({ ...event, id, data });
      const made = JSON.parse(Buffer.from(body).toString());
      expect(made).toEqual({ id, type: event.type, timestamp: "2026-11-21T12:00:00.000Z", data });
    }
  }
});

test("ids and times are made where they are missing", async () => {
  const sender = sampleSender({ clock: { now: () => Date.parse("2026-11-21T00:00:00Z") } });
  const one = await sender.prepare({ type: "a", data: 1 });
  expect(one.id).toMatch(/^evt_[0-9a-f-]{36}$/);
  expect(one.timestamp).toEqual(new Date("2026-11-21T00:00:00Z"));
  expect((await sender.prepare({ type: "a", data: 1 })).id).not.toBe(one.id);
});

test("sending to many: one that is bad stops it before anything is sent", async () => {
  const server = await sampleServer();
  const sender = sampleSender();
  const good = sampleEndpoint(server.url);
  const bad = sampleEndpoint("ftp://a", { id: "ep_2" });
  await expect(sender.sendAll([good, bad], event)).rejects.toMatchObject({ field: "url" });
  expect(server.received()).toEqual([]);
});

test.each([
  [{ concurrency: 0 }, "concurrency"],
  [{ concurrency: 10, reserved: 10 }, "reserved"],
  [{ deadlineMs: Number.NaN }, "deadlineMs"],
  [{ deadlineMs: Number.POSITIVE_INFINITY }, "deadlineMs"],
  [{ connectTimeoutMs: 0 }, "connectTimeoutMs"],
  [{ maxReplyBytes: -1 }, "maxReplyBytes"],
  [{ maxBodyBytes: 0 }, "maxBodyBytes"],
  [{ maxPending: 0 }, "maxPending"],
  [{ maxPending: 5, maxPendingPerEndpoint: 6 }, "maxPendingPerEndpoint"],
  [{ schedule: [] }, "schedule"],
  [{ schedule: [0, -1] }, "schedule"],
  [{ schedule: [0, Number.NaN] }, "schedule"],
  [{ jitter: [0.2, 0.1] }, "jitter"],
  [{ breaker: { failureShare: 2 } }, "breaker.failureShare"],
  [{ breaker: { windowMs: 0 } }, "breaker.windowMs"],
  [{ endpointPolicy: { slowMs: Number.NaN } }, "endpointPolicy.slowMs"],
  [{ userAgent: "a\r\nb" }, "userAgent"],
  [{ guard: { allow: [{ cidr: "169.254.169.254/32" }] } }, "guard"],
  [{ provider: { id: "a", name: "a", docs: "a" } }, "provider"],
])("an option that is refused: %j", (options, field) => {
  const [code, found] = errorOf(() => createSender(options as unknown as SenderOptions));
  expect([code, found]).toEqual(["option_invalid", field]);
});

test.each([0, -1, 1.5, Number.NaN])("an attempt's number that is none: %d", async (number) => {
  const sender = sampleSender();
  const attempt = sender.attempt(sampleEndpoint(url), event, number);
  await expect(attempt).rejects.toMatchObject({ code: "option_invalid", field: "number" });
});
