import { once } from "node:events";
import { connect, type OutgoingHttpHeaders } from "node:http2";
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { type Receiver, toFastify } from "../src/index.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(receiver: Receiver) {
  const app = Fastify({ http2: true });
  app.register(toFastify(receiver), { url: "/hook" });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const session = connect(`http://127.0.0.1:${port}`);
  closers.push(async () => {
    session.destroy();
    await app.close();
  });
  return async (headers: OutgoingHttpHeaders, body = "") => {
    const stream = session.request({ ":path": "/hook", ...headers }, { endStream: body === "" });
    if (body !== "") stream.end(body);
    const [response] = await once(stream, "response");
    let text = "";
    for await (const chunk of stream.setEncoding("utf8")) text += chunk;
    return { status: response[":status"], headers: response, text };
  };
}

test("HTTP/2 is served as well", async () => {
  const { receiver, events } = createEndpoint({ maxBodyBytes: 100 });
  const send = await serve(receiver);
  const post = { ":method": "POST", ...(await signedHeaders("{}")) };
  expect(await send(post, "{}")).toMatchObject({ status: 200, text: '{"received":true}' });
  expect(await send(post, "{ }")).toMatchObject({
    status: 401,
    headers: { "content-type": "application/json", "content-length": "30" },
    text: '{"error":"signature_mismatch"}',
  });
  const start = performance.now();
  expect(await send({ ":method": "GET" })).toMatchObject({
    status: 405,
    headers: { allow: "POST" },
    text: '{"error":"method_not_allowed"}',
  });
  expect(await send({ ":method": "HEAD" })).toMatchObject({ status: 405, text: "" });
  expect(await send(post, "0".repeat(1_000_000))).toMatchObject({
    status: 413,
    text: '{"error":"body_too_large"}',
  });
  expect(performance.now() - start).toBeLessThan(3000);
  expect(events).toHaveLength(1);
  expect(events[0]?.delivery).toMatchObject({ method: "POST", url: "/hook" });
});
