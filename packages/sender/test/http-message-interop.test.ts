/** Real requests, verified by an implementation that is not ours, and the other way round. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createSigner, createVerifier, httpbis } from "http-message-signatures";
import { request } from "undici";
import { afterAll, expect, test } from "vitest";
import { httpMessageSigner, verifyHttpMessage } from "../src/http-message-signatures.ts";
import { pemPair } from "./pem-pair.ts";
import { sampleRequest } from "./sample-request.ts";

let url = "";
let judge: (incoming: IncomingMessage, body: Buffer) => Promise<unknown> = async () => undefined;

const server = createServer(async (incoming, response) => {
  const body = Buffer.concat(await incoming.toArray());
  const verdict = await judge(incoming, body).catch((error) => String(error));
  response.end(JSON.stringify(verdict));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?a=1`;
afterAll(() => server.close());

const ed25519 = pemPair("ed25519");
const ecdsa = pemPair("ec");
const rsa = pemPair("rsa");
const secret = Buffer.from("0123456789abcdef0123456789abcdef");

const cases = [
  ["hmac-sha256", secret, secret],
  ["ed25519", ed25519.privateKey, ed25519.publicKey],
  ["ecdsa-p256-sha256", ecdsa.privateKey, ecdsa.publicKey],
  ["rsa-pss-sha512", rsa.privateKey, rsa.publicKey],
] as const;

async function post(headers: Record<string, string>, body: Uint8Array): Promise<unknown> {
  const reply = await request(url, { method: "POST", headers, body });
  return reply.body.json();
}

test.each(cases)("%s: ours is verified by http-message-signatures", async (alg, value, other) => {
  const order = sampleRequest({ url, secrets: [{ label: "main", value }], time: new Date() });
  const added = await httpMessageSigner({ expiresAfter: 300, tag: "t" }).sign(order);
  let keyIds: unknown[] = [];
  judge = async (incoming) => {
    keyIds = [];
    return httpbis.verifyMessage(
      {
        keyLookup: async (params) => {
          keyIds.push(params.keyid);
          return { id: "main", algs: [alg], verify: createVerifier(other, alg) };
        },
        requiredFields: ["@method", "@target-uri", "content-digest", "webhook-id"],
        requiredParams: ["created", "keyid", "alg", "expires", "tag"],
      },
      {
        method: incoming.method ?? "",
        url: new URL(incoming.url ?? "", url),
        headers: incoming.headers as Record<string, string>,
      },
    );
  };
  expect(await post({ ...order.headers, ...added }, order.body)).toBe(true);
  expect(keyIds).toEqual(["main"]);
  const changed = { ...order.headers, ...added, "webhook-id": "evt_2" };
  expect(await post(changed, order.body)).toBe(false);
});

test.each(cases)("%s: theirs is verified by ours", async (alg, value, other) => {
  const { headers, body } = sampleRequest();
  const added = await httpMessageSigner().sign(sampleRequest({ url, time: new Date() }));
  const theirs = await httpbis.signMessage(
    {
      key: createSigner(value, alg, "main"),
      fields: ["@method", "@target-uri", "content-digest", "content-type"],
    },
    {
      method: "POST",
      url,
      headers: { ...headers, "content-digest": String(added["content-digest"]) },
    },
  );
  judge = async (incoming, bytes) => {
    const delivery = {
      method: incoming.method ?? "",
      url: new URL(incoming.url ?? "", url).href,
      headers: incoming.headers,
      body: bytes,
    };
    return (await verifyHttpMessage(delivery, { main: other })).algorithm;
  };
  const sent = theirs.headers as Record<string, string>;
  expect(await post(sent, body)).toBe(alg);
  expect(await post(sent, Buffer.from("{}"))).toMatch("the body is not the one that was signed");
});
