import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { createReceiver } from "@hooks/core";
import { expect, test } from "vitest";
import { nylas } from "../src/nylas.ts";

const secret = "a secret of the tests";
const body = '{"id":"evt_1","type":"message.created"}';
const gzipped = gzipSync(body);

async function give(sent: Buffer, signed: Buffer): Promise<readonly unknown[]> {
  const events: unknown[] = [];
  const receiver = createReceiver({
    provider: nylas,
    secret,
    on: {
      "message.created": ({ id, payload, delivery }) => {
        events.push([id, payload, Buffer.from(delivery.body).toString()]);
      },
    },
  });
  const { status } = await receiver.receive({
    method: "POST",
    url: "https://example.com/webhooks",
    headers: {
      ...(sent === gzipped && { "content-encoding": "gzip" }),
      "x-nylas-signature": createHmac("sha256", secret).update(signed).digest("hex"),
    },
    body: sent,
  });
  return [status, ...events];
}

const event = ["evt_1", JSON.parse(body), body];

test("a notification that is compressed is signed as it is sent", async () => {
  expect(await give(gzipped, gzipped)).toEqual([200, event]);
  expect(await give(gzipped, Buffer.from(body))).toEqual([401]);
});

test("any other is signed as it is", async () => {
  expect(await give(Buffer.from(body), Buffer.from(body))).toEqual([200, event]);
  expect(await give(Buffer.from(body), gzipped)).toEqual([401]);
});
