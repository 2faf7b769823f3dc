import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gitlab } from "@hooks/providers/gitlab";
import { expect, onTestFinished, test } from "vitest";
import { httpMessageSigner } from "../src/http-message-signatures.ts";
import type { Endpoint, SenderOptions } from "../src/index.ts";
import { Redaction } from "../src/redaction.ts";
import { event, sampleEndpoint, sampleSender, secret } from "./sample-sender.ts";

type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** What is kept of the reply of a server that answers so, as text; and the signature that it had. */
async function keptOf(
  answer: Answer,
  options: SenderOptions = {},
  changes: Partial<Endpoint> = {},
): Promise<{ readonly body: string; readonly headers: string; readonly got: IncomingMessage }> {
  let got: IncomingMessage | undefined;
  const server = createServer((req, res) => {
    got = req;
    req.resume().on("end", () => answer(req, res));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const sender = sampleSender(options);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const attempt = await sender.attempt(sampleEndpoint(url, changes), event, 1);
  expect(attempt.status).toBe(200);
  expect(sender.attempts).toEqual([attempt]);
  const body = Buffer.from(attempt.replyBody).toString("latin1");
  return { body, headers: JSON.stringify(attempt.replyHeaders), got: got as IncomingMessage };
}

const macOf = ({ headers }: IncomingMessage): string =>
  String(headers["webhook-signature"]).replace("v1,", "");
const bare = secret.replace("whsec_", "");
const hexOf = (base64: string): string => Buffer.from(base64, "base64").toString("hex");

test("an echo: what signed is taken out, and the rest is kept", async () => {
  const { body, headers, got } = await keptOf((req, res) => {
    res.setHeader("x-got", String(req.headers["webhook-signature"]));
    res.setHeader("x-id", String(req.headers["webhook-id"]));
    res.end(JSON.stringify({ ...req.headers, expected: secret, note: "Zoë" }));
  });
  for (const text of [body, headers]) {
    expect(text).not.toContain(macOf(got));
    expect(text).not.toContain(bare);
    expect(text).toContain("v1,[redacted]");
    expect(text).toContain("evt_1");
  }
  const kept = JSON.parse(Buffer.from(body, "latin1").toString());
  expect(kept).toMatchObject({
    "webhook-id": "evt_1",
    note: "Zoë",
    "content-type": "application/json",
  });
});

test.each([
  ["in hex", hexOf],
  ["in upper hex", (mac: string) => hexOf(mac).toUpperCase()],
  ["in base64url", (mac: string) => Buffer.from(mac, "base64").toString("base64url")],
  ["without padding", (mac: string) => mac.replace(/=+$/, "")],
  ["in a URL", encodeURIComponent],
  ["escaped", (mac: string) => mac.replaceAll("/", "\\/")],
])("other spellings of a signature and of a secret: %s", async (_, spell) => {
  const { body, got } = await keptOf((req, res) => {
    res.end(`<p>wanted ${spell(bare)}, got ${spell(macOf(req))}, ${spell(macOf(req))}</p>`);
  });
  expect(body).not.toContain(spell(macOf(got)).slice(0, 30));
  expect(body).not.toContain(spell(bare).slice(0, 24));
  expect(body.match(/\[redacted\]/g)).toHaveLength(3);
  expect(body.startsWith("<p>wanted [")).toBe(true);
});

test("what signs in another way: a token, several secrets, bytes, HTTP Message Signatures", async () => {
  const echo: Answer = (req, res) => void res.end(req.rawHeaders.join("\n"));
  const token = "glpat-0123456789abcdef";
  const secrets = [{ label: "a", value: token }];
  expect((await keptOf(echo, { provider: gitlab }, { secrets })).body).not.toContain(token);

  const bytes = Buffer.alloc(32, 0xfb);
  const several = [
    { label: "old", value: secret },
    { label: "new", value: bytes },
  ];
  const two = await keptOf(
    (req, res) => {
      res.write(req.rawHeaders.join("\n"));
      res.end(bytes);
    },
    {},
    { secrets: several },
  );
  expect(String(two.got.headers["webhook-signature"]).split(" ")).toHaveLength(2);
  expect(two.body).toContain("v1,[redacted] v1,[redacted]");
  expect(two.body).not.toContain(bytes.toString("latin1"));

  const signer = httpMessageSigner();
  const { body, got } = await keptOf(
    echo,
    { signer },
    { secrets: [{ label: "a", value: secret }] },
  );
  const [, mac = ""] = /:(.+):/.exec(String(got.headers["signature"])) ?? [];
  expect(mac.length).toBeGreaterThan(40);
  expect(body).not.toContain(mac.replace(/=+$/, ""));
});

test("a body that is cut within a signature keeps no beginning of it", async () => {
  for (const kept of [10, 30, 43]) {
    const { body, got } = await keptOf((req, res) => {
      res.end("x".repeat(16_384 - kept) + macOf(req) + "y".repeat(100));
    });
    expect(body).not.toContain(macOf(got).slice(0, 8));
    expect(body.length).toBeLessThanOrEqual(16_384);
    expect(body.startsWith("x".repeat(16_384 - kept))).toBe(true);
  }
});

test("a reply without any is the very same", () => {
  const redaction = new Redaction();
  const sent = {
    event: { id: "evt_1", type: "a", timestamp: new Date(), body: new Uint8Array() },
    secrets: [{ label: "a", value: secret }],
    signed: { "webhook-signature": `v1,${Buffer.alloc(32, 1).toString("base64")}` },
    maxReplyBytes: 16_384,
  };
  for (const length of [0, 17, 100, 16_384]) {
    const body = new Uint8Array(Buffer.alloc(length, 0xf6));
    const reply = { status: 200, headers: { a: "b".repeat(length) }, body };
    const redacted = redaction.redact(reply, sent);
    expect(redacted).toEqual(reply);
    expect(redacted.body).toBe(body);
  }
});
