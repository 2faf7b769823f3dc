import { createReceiver } from "@hooks/core";
import { expect, test } from "vitest";
import { readStream } from "../src/read-stream.ts";
import { plain, secret } from "./sample-endpoint.ts";
import { hmacHex } from "./sample-providers.ts";

const streamOf = (chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i);

test.each([1, 2, 3, 7, 499, 999, 1000])("chunks of %d bytes are joined", async (size) => {
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += size) chunks.push(bytes.slice(i, i + size));
  expect(await readStream(streamOf(chunks), 1000)).toEqual(bytes);
});

test("empty chunks, an empty stream and none at all are empty or nothing", async () => {
  const none = new Uint8Array();
  expect(await readStream(streamOf([none, bytes, none, bytes.slice(0, 1)]), 2000)).toHaveLength(
    1001,
  );
  expect(await readStream(streamOf([]), 10)).toEqual(none);
  expect(await readStream(null, 10)).toEqual(none);
});

test("chunks are not changed, and the body holds no more than its own bytes", async () => {
  const first = bytes.slice(0, 600);
  const joined = await readStream(streamOf([first, bytes.slice(600)]), 5000);
  expect(joined).toEqual(bytes);
  expect(first).toEqual(bytes.slice(0, 600));
  expect(joined.buffer.byteLength).toBeLessThanOrEqual(2 * bytes.length);
});

test("one byte too many is refused", async () => {
  const chunks = [bytes, bytes.slice(0, 1)];
  await expect(readStream(streamOf(chunks), 1000)).rejects.toMatchObject({
    code: "body_too_large",
  });
});

test("a text reply without a content type gets none from Fetch", async () => {
  const on = { "*": () => ({ status: 200, headers: {}, body: "größe" }) };
  const { fetch } = createReceiver({ provider: plain, secret, on });
  const headers = { "x-signature": hmacHex(secret, "{}") };
  const request = new Request("https://example.com/", { method: "POST", headers, body: "{}" });
  const response = await fetch(request);
  expect(response.headers.get("content-type")).toBeNull();
  expect(await response.text()).toBe("größe");
});

test("a length that was declared is not believed: what comes is counted, and no more is asked for", async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      given += 1000;
      // Whoever believes the length would read to this end.
      if (given > 1_000_000) controller.close();
      else controller.enqueue(new Uint8Array(1000));
    },
  });
  const { fetch } = createReceiver({ provider: plain, secret, maxBodyBytes: 5000, on: {} });
  const request = new Request("https://example.com/", {
    method: "POST",
    headers: { "content-length": "5" },
    body: endless,
    duplex: "half",
  } as RequestInit);
  const response = await fetch(request);
  expect(response.status).toBe(413);
  expect(given).toBeLessThan(10_000);
});
