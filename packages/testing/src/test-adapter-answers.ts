import type { AdapterAnswer } from "./test-adapter-exchange.ts";

/** What an adapter has to answer: this status, exactly these headers beside the host's own, and this body. */
export interface ExpectedAnswer {
  readonly status: number;
  /** Lower-case names. A pattern stands where the value depends on the time. */
  readonly headers: Readonly<Record<string, string | RegExp>>;
  readonly body: string | Uint8Array;
}

const json = { "content-type": "application/json" } as const;

function refusal(
  status: number,
  code: string,
  headers: ExpectedAnswer["headers"] = {},
): ExpectedAnswer {
  return { status, headers: { ...json, ...headers }, body: `{"error":"${code}"}` };
}

const received = '{"received":true,"eventId":"msg_1"}';

/** Bytes that are not text in any encoding that a host could take them for. */
export const binaryBody: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** The answers of every adapter, by name: the same bytes from all of them. Written by hand, never recorded. */
export const adapterAnswers: Readonly<Record<string, ExpectedAnswer>> = {
  received: { status: 200, headers: json, body: received },
  duplicate: {
    status: 200,
    headers: { ...json, "webhook-duplicate": "true" },
    body: received,
  },

  method_not_allowed: refusal(405, "method_not_allowed", { allow: "POST" }),
  method_not_allowed_head: { status: 405, headers: { ...json, allow: "POST" }, body: "" },
  body_too_large: refusal(413, "body_too_large"),
  body_encoding_unsupported: refusal(415, "body_encoding_unsupported"),
  body_malformed: refusal(400, "body_malformed"),
  signature_missing: refusal(401, "signature_missing"),
  signature_malformed: refusal(401, "signature_malformed"),
  signature_mismatch: refusal(401, "signature_mismatch"),
  timestamp_malformed: refusal(401, "timestamp_malformed"),
  timestamp_too_old: refusal(401, "timestamp_too_old"),
  timestamp_in_future: refusal(401, "timestamp_in_future"),
  // The lease is the handler's 25 seconds and 5 more.
  delivery_in_progress: refusal(409, "delivery_in_progress", { "retry-after": /^(2[5-9]|30)$/ }),
  delivery_id_reused: refusal(422, "delivery_id_reused"),
  store_failed: refusal(503, "store_failed"),
  payload_malformed: refusal(400, "payload_malformed"),
  payload_invalid: refusal(422, "payload_invalid"),
  handler_timeout: refusal(503, "handler_timeout"),
  handler_failed: refusal(500, "handler_failed"),

  binary_reply: {
    status: 200,
    headers: { "content-type": "application/octet-stream" },
    body: binaryBody,
  },
  binary_reply_duplicate: {
    status: 200,
    headers: { "content-type": "application/octet-stream", "webhook-duplicate": "true" },
    body: binaryBody,
  },
  custom_reply: {
    status: 202,
    headers: {
      "content-type": "text/xml; charset=utf-8",
      "cache-control": "no-store",
      location: "/jobs/1?a=%20",
      "x-empty": "",
      "x-custom": 'a, b;  c="d"',
    },
    body: "<Response>größe ♥ 🪝 $& $$</Response>\r\n",
  },
  no_content_reply: { status: 204, headers: { "x-custom": "1" }, body: "" },
  bodyless_reply: { status: 200, headers: {}, body: "" },
  untyped_reply: { status: 200, headers: {}, body: "ok" },
  large_reply: {
    status: 200,
    headers: { "content-type": "text/plain" },
    body: "0123456789abcdef".repeat(65_536),
  },
  failing_reply: {
    status: 503,
    headers: { "content-type": "text/plain", "retry-after": "120" },
    body: "later",
  },
};

/** Headers that speak of the connection or the host, and are none of ours. */
const hostHeaders = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "server",
  "transfer-encoding",
  "x-powered-by",
]);

const bytesOf = (body: string | Uint8Array): Uint8Array =>
  typeof body === "string" ? new TextEncoder().encode(body) : body;

const isSame = (value: string | undefined, expected: string | RegExp): boolean =>
  typeof expected === "string" ? value === expected : expected.test(value ?? "");

/** In which way an answer is another than the expected one, or `undefined` when it is the same. */
export function differenceOf(
  { status, headers, body }: AdapterAnswer,
  expected: ExpectedAnswer,
  otherHostHeaders: readonly string[],
): string | undefined {
  if (status !== expected.status) return `the status is ${status}, not ${expected.status}`;
  for (const [name, value] of Object.entries(expected.headers)) {
    if (!isSame(headers[name], value)) return `${name} is "${headers[name]}", not "${value}"`;
  }
  for (const name of Object.keys(headers)) {
    const isOurs = !hostHeaders.has(name) && !otherHostHeaders.includes(name);
    if (isOurs && !(name in expected.headers)) return `there is a header "${name}"`;
  }
  const wanted = bytesOf(expected.body);
  const isEqual = body.length === wanted.length && body.every((byte, i) => byte === wanted[i]);
  if (isEqual) return undefined;
  const text = new TextDecoder().decode(body.subarray(0, 200));
  return `the body is another (${body.length} bytes, not ${wanted.length}): ${text}`;
}
