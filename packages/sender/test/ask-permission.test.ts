import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { createReceiver } from "@hooks/core";
import { cloudevents } from "@hooks/providers/cloudevents";
import { expect, onTestFinished, test } from "vitest";
import type { Permission } from "../src/index.ts";
import { rawServer } from "./raw-server.ts";
import { sampleEndpoint, sampleSender } from "./sample-sender.ts";

const origin = "events.example.com";

/** What comes of asking a server that answers so; and what it was asked. */
async function ask(
  answer: (req: IncomingMessage, res: ServerResponse) => void,
  ratePerMinute?: number,
): Promise<Permission & { readonly asked: IncomingMessage | undefined }> {
  let asked: IncomingMessage | undefined;
  const server = createServer((req, res) => {
    asked = req;
    req.resume().on("end", () => answer(req, res));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?a=b`;
  const endpoint = sampleEndpoint(url, { headers: { "x-tenant": "7" } });
  const permission = await sampleSender().askPermission(endpoint, { origin, ratePerMinute });
  return { ...permission, asked };
}

const says = (headers: Record<string, string>, status = 200) =>
  ((_, res) => void res.writeHead(status, headers).end()) satisfies Parameters<typeof ask>[0];

test("the question is that of the specification", async () => {
  const { asked } = await ask(says({ "WebHook-Allowed-Origin": "*" }), 120);
  expect([asked?.method, asked?.url]).toEqual(["OPTIONS", "/hooks?a=b"]);
  expect(asked?.headers).toMatchObject({
    "webhook-request-origin": origin,
    "webhook-request-rate": "120",
    "x-tenant": "7",
    "user-agent": expect.stringMatching(/^hooks-sender\//),
  });
  for (const name of ["content-type", "webhook-id", "webhook-signature"]) {
    expect(asked?.headers).not.toHaveProperty(name);
  }
});

test.each([
  ["any origin, any rate", { "WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "*" }, {}],
  ["this origin", { "WebHook-Allowed-Origin": "Events.Example.COM" }, {}],
  [
    "so many a minute",
    { "WebHook-Allowed-Origin": origin, "WebHook-Allowed-Rate": "100" },
    { ratePerMinute: 100 },
  ],
  ["a rate that is none", { "WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "0" }, {}],
])("granted: %s", async (_, headers, expected) => {
  const { asked: __, ...permission } = await ask(says(headers));
  expect(permission).toEqual({ isGranted: true, code: "delivered", status: 200, ...expected });
});

test.each([
  ["nothing is said", {}, 200, "delivered"],
  ["another origin", { "WebHook-Allowed-Origin": "other.example.com" }, 200, "delivered"],
  ["a part of it", { "WebHook-Allowed-Origin": "example.com" }, 200, "delivered"],
  ["an origin within a list", { "WebHook-Allowed-Origin": `a, ${origin}` }, 200, "delivered"],
  ["another status", { "WebHook-Allowed-Origin": "*" }, 405, "status_refused"],
  ["a redirect", { "WebHook-Allowed-Origin": "*", location: "/" }, 307, "redirect_refused"],
])("not granted: %s", async (_, headers, status, code) => {
  const { asked: __, ...permission } = await ask(says(headers, status));
  expect(permission).toEqual({ isGranted: false, code, status });
});

test("our own receiver of CloudEvents grants it", async () => {
  const receiver = createReceiver({ provider: cloudevents, secret: "a token", on: {} });
  const { isGranted } = await ask(async (req, res) => {
    const { status, headers, body } = await receiver.receive({
      method: req.method ?? "",
      url: `https://hooks.example.com${req.url}`,
      headers: req.headers,
      body: new Uint8Array(),
    });
    res.writeHead(status, headers).end(body ?? undefined);
  });
  expect(isGranted).toBe(true);
});

test("what guards deliveries guards the question", async () => {
  const silent = await rawServer(() => undefined);
  const hanging = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(hanging, "listening");
  onTestFinished(() => {
    hanging.closeAllConnections();
    hanging.close();
  });
  const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`;
  const late = await sampleSender({ deadlineMs: 200 }).askPermission(sampleEndpoint(url), {
    origin,
  });
  expect(late).toEqual({ isGranted: false, code: "timeout", status: undefined });

  const lookup: LookupFunction = (_name, _options, callback) =>
    callback(null, [{ address: "10.0.0.1", family: 4 }]);
  const guarded = sampleSender({ guard: { lookup } });
  const named = sampleEndpoint(silent.url.replace("127.0.0.1", "hooks.example.com"));
  const refused = await guarded.askPermission(named, { origin });
  expect(refused).toMatchObject({ isGranted: false, code: "address_forbidden" });

  const aborted = await guarded.askPermission(named, { origin, signal: AbortSignal.abort() });
  expect(aborted).toMatchObject({ isGranted: false, code: "cancelled" });
  expect(silent.connections()).toBe(0);
});

test.each([
  [{ origin: "" }, "origin"],
  [{ origin: "https://events.example.com" }, "origin"],
  [{ origin: "a\r\nb" }, "origin"],
  [{ origin: "*" }, "origin"],
  [{ origin, ratePerMinute: 0 }, "ratePerMinute"],
  [{ origin, ratePerMinute: 1.5 }, "ratePerMinute"],
])("a question that is refused: %j", async (request, field) => {
  const asked = sampleSender().askPermission(sampleEndpoint("https://hooks.example.com/"), request);
  await expect(asked).rejects.toMatchObject({ code: "option_invalid", field });
});
