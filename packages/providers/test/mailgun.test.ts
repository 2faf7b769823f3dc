import { createHmac } from "node:crypto";
import { createReceiver } from "@hooks/core";
import { expect, test } from "vitest";
import { mailgun } from "../src/mailgun.ts";
import { presetIds } from "./preset-ids.ts";

const secret = "mailgun-signing-key";
const nowMs = 1_700_000_000_000;
const timestamp = "1700000000";
const token = "58aa1b0d6b4b4bd0a2e1b9c5f0c3d2e1a0b9c8d7e6f5a4b3c2";
const boundary = "7d1c2f";

const signature = (time = timestamp, key = secret): string =>
  createHmac("sha256", key)
    .update(time + token)
    .digest("hex");

const part = (name: string, text: string, file = ""): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;

const signed = (own = signature(), time = timestamp): string =>
  part("timestamp", time) + part("token", token) + part("signature", own);

/** An e-mail that came in, with a file that is no text, as a route forwards it. */
const mail = Buffer.concat([
  Buffer.from(part("subject", "größe &token=forged&") + part("To", "a") + part("To", "b")),
  Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="attachment-1"; `),
  Buffer.from('filename="token.bin"\r\nContent-Type: application/octet-stream\r\n\r\n'),
  Buffer.from([0xff, 0x00, 0xfe, 0x0d, 0x0a]),
  Buffer.from("\r\n"),
]);

async function receive(text: string | Buffer, type = `multipart/form-data; boundary=${boundary}`) {
  const events: unknown[] = [];
  let code: string | undefined;
  const receiver = createReceiver({
    provider: mailgun,
    secret,
    now: () => nowMs,
    on: { "*": ({ id, payload }) => void events.push([id, payload]) },
    onOutcome: ({ error }) => {
      code = error?.code;
    },
  });
  const headers = { "content-type": type };
  const url = "https://example.com/webhooks";
  const { status } = await receiver.receive({ method: "POST", url, headers, body: text });
  return { status, code, events };
}

const whole = (fields: string): Buffer =>
  Buffer.concat([Buffer.from(fields), mail, Buffer.from(`--${boundary}--\r\n`)]);

const own = presetIds.includes("mailgun") ? test : test.skip;

own("an e-mail that a route forwards with a file is taken", async () => {
  const fields = { timestamp, token, signature: signature(), subject: "größe &token=forged&" };
  expect(await receive(whole(signed()))).toEqual({
    status: 200,
    code: undefined,
    events: [[token, { ...fields, To: ["a", "b"] }]],
  });
});

own.each<[string, string, string]>([
  ["another key", signed(signature(timestamp, "another")), "signature_mismatch"],
  ["no signature", part("timestamp", timestamp) + part("token", token), "signature_missing"],
  ["an old time", signed(signature("1600000000"), "1600000000"), "timestamp_too_old"],
  ["a signature that is not hex", signed("zz"), "signature_malformed"],
  [
    "its token as a file",
    part("timestamp", timestamp) +
      part("signature", signature()) +
      part("token", token, "; FileName*=UTF-8''x"),
    "signature_malformed",
  ],
  [
    "fields in what a part holds",
    part("subject", `&timestamp=${timestamp}&token=${token}&signature=${signature()}&`),
    "signature_missing",
  ],
])("an e-mail with %s is refused", async (_, fields, code) => {
  expect(await receive(whole(fields))).toEqual({ status: 401, code, events: [] });
});

own("a body that is cut off, or of another boundary, is refused", async () => {
  const body = whole(signed());
  for (const [text, boundaryOf] of [
    [body.subarray(0, -4), boundary],
    [body, "another"],
    [Buffer.concat([Buffer.from("x"), body]), boundary],
  ] as const) {
    const { status, events } = await receive(text, `multipart/form-data; boundary=${boundaryOf}`);
    expect([status, events]).toEqual([401, []]);
  }
});
