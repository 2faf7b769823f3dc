import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import type { Provider } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { codesOf, intact, intactIfSent, isAccepted, signable, url } from "./explained-presets.ts";

/** What a provider sends of some JSON, what is there instead when it is verified, and what should be said. */
interface Break {
  readonly sent: (json: unknown) => string | Uint8Array;
  readonly held: (body: Buffer) => string | Uint8Array;
  readonly cause: string;
}

const compact = (json: unknown): string => JSON.stringify(json);
const again = (body: Buffer): string => JSON.stringify(JSON.parse(String(body)));

/** As Python's json.dumps writes it. */
function dumped(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(dumped).join(", ")}]`;
  if (typeof json === "string") return ascii(JSON.stringify(json));
  if (typeof json !== "object" || json === null) return String(json);
  const members = Object.entries(json).map(([name, value]) => `${dumped(name)}: ${dumped(value)}`);
  return `{${members.join(", ")}}`;
}

const ascii = (text: string): string =>
  [...text]
    .map((one) => (one > "~" ? `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}` : one))
    .join("");

const sorted = (json: unknown): unknown =>
  typeof json !== "object" || json === null
    ? json
    : Array.isArray(json)
      ? json.map(sorted)
      : Object.fromEntries(
          Object.keys(json)
            .sort()
            .map((name) => [name, sorted((json as Record<string, unknown>)[name])]),
        );

const marked = (text: string): string =>
  text.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");

const breaks: Readonly<Record<string, Break>> = {
  "two blanks of indentation are lost": {
    sent: (json) => JSON.stringify(json, null, 2),
    held: again,
    cause: "body_spacing",
  },
  "four blanks of indentation are lost": {
    sent: (json) => JSON.stringify(json, null, 4),
    held: again,
    cause: "body_spacing",
  },
  "tabs are lost": {
    sent: (json) => JSON.stringify(json, null, "\t"),
    held: again,
    cause: "body_spacing",
  },
  "Python's JSON is written by JavaScript": { sent: dumped, held: again, cause: "body_spacing" },
  "it is indented": {
    sent: compact,
    held: (body) => JSON.stringify(JSON.parse(String(body)), null, 2),
    cause: "body_spacing",
  },
  "escapes are lost": { sent: (json) => ascii(compact(json)), held: again, cause: "body_escapes" },
  "escapes are added": {
    sent: compact,
    held: (body) => ascii(String(body)),
    cause: "body_escapes",
  },
  "escaped slashes are lost": {
    sent: (json) => compact(json).replaceAll("/", "\\/"),
    held: again,
    cause: "body_escapes",
  },
  "PHP's JSON is written by JavaScript": {
    sent: (json) => ascii(compact(json)).replaceAll("/", "\\/"),
    held: again,
    cause: "body_escapes",
  },
  "Go's JSON is written by JavaScript": {
    sent: (json) => marked(compact(json)),
    held: again,
    cause: "body_escapes",
  },
  "members are no longer sorted": {
    sent: (json) => compact(sorted(json)),
    held: (body) => {
      const json = JSON.parse(String(body)) as Record<string, unknown>;
      return compact(Array.isArray(json) ? json.map(reversed) : reversed(json));
    },
    cause: "body_key_order",
  },
  "a number loses its decimal point": {
    sent: (json) => compact(json).replace('"alpha":1', '"alpha":1.0'),
    held: again,
    cause: "body_numbers",
  },
  "a line feed is added": {
    sent: compact,
    held: (body) => `${body}\n`,
    cause: "body_trailing_space",
  },
  "a line feed is lost": {
    sent: (json) => `${compact(json)}\n`,
    held: (body) => String(body).trimEnd(),
    cause: "body_trailing_space",
  },
  "LF becomes CRLF": {
    sent: (json) => JSON.stringify(json, null, 2),
    held: (body) => String(body).replaceAll("\n", "\r\n"),
    cause: "body_line_breaks",
  },
  "CRLF becomes LF": {
    sent: (json) => JSON.stringify(json, null, 3).replaceAll("\n", "\r\n"),
    held: (body) => String(body).replaceAll("\r\n", "\n"),
    cause: "body_line_breaks",
  },
  "a byte order mark is added": {
    sent: compact,
    held: (body) => `\ufeff${body}`,
    cause: "body_byte_order_mark",
  },
  "a byte order mark is lost": {
    sent: (json) => `\ufeff${compact(json)}`,
    held: (body) => String(body).replace("\ufeff", ""),
    cause: "body_byte_order_mark",
  },
  "gzip is not undone": { sent: compact, held: (body) => gzipSync(body), cause: "body_compressed" },
  "deflate is not undone": {
    sent: compact,
    held: (body) => deflateSync(body),
    cause: "body_compressed",
  },
  "br is not undone": {
    sent: compact,
    held: (body) => brotliCompressSync(body),
    cause: "body_compressed",
  },
  "signed gzip is undone": {
    sent: (json) => gzipSync(compact(json)),
    held: (body) => gunzipSync(body),
    cause: "body_compressed",
  },
  "it becomes ISO 8859-1": {
    sent: compact,
    held: (body) => Buffer.from(String(body), "latin1"),
    cause: "body_charset",
  },
  "it is read as ISO 8859-1": {
    sent: compact,
    held: (body) => body.toString("latin1"),
    cause: "body_charset",
  },
  "ISO 8859-1 is read as UTF-8": {
    sent: (json) => Buffer.from(compact(json).replaceAll("ß", "s"), "latin1"),
    held: String,
    cause: "body_characters_lost",
  },
  "it is made a form": {
    sent: compact,
    held: (body) => {
      if (body.toString().startsWith("[")) throw new Error("a list has no names");
      const pairs = Object.entries(JSON.parse(String(body)) as object);
      return String(
        new URLSearchParams(
          pairs.map(([name, value]) => [
            name,
            typeof value === "object" ? compact(value) : String(value),
          ]),
        ),
      );
    },
    cause: "body_form",
  },
  "it is written as text within JSON": {
    sent: compact,
    held: (body) => compact(String(body)),
    cause: "body_wrapped",
  },
  "it is left in base64": {
    sent: compact,
    held: (body) => body.toString("base64"),
    cause: "body_wrapped",
  },
  "it is a buffer that was written as JSON": {
    sent: compact,
    held: (body) => compact(body),
    cause: "body_wrapped",
  },
  "it was read before": { sent: compact, held: () => "", cause: "body_empty" },
  "it is an object": { sent: compact, held: () => "[object Object]", cause: "body_parsed" },
};

const reversed = (json: unknown): unknown =>
  typeof json === "object" && json !== null
    ? Object.fromEntries(Object.entries(json).reverse())
    : json;

/** The JSON of a right delivery; `undefined` where a form is sent. */
async function jsonOf(provider: Provider): Promise<unknown> {
  const { delivery } = await intact(provider);
  try {
    return JSON.parse(new TextDecoder().decode(delivery.body));
  } catch {
    return undefined;
  }
}

const ofJson = (
  await Promise.all(signable.map(async (one) => [one, await jsonOf(one)] as const))
).filter(([, json]) => json !== undefined);

describe.each(Object.entries(breaks))("%s", (_, { sent, held, cause }) => {
  test("is explained for every preset that signs the body", async () => {
    let broken = 0;
    const wrong: string[] = [];
    for (const [provider, json] of ofJson) {
      const right = await intactIfSent(provider, { payload: sent(json) });
      if (!right) continue;
      const { delivery, verifying: secret } = right;
      let body: string | Uint8Array;
      try {
        body = held(Buffer.from(delivery.body));
      } catch {
        continue;
      }
      const bytes = Buffer.from(body as Uint8Array);
      const changed = { ...delivery, body: new Uint8Array(bytes) };
      if (await isAccepted(provider, changed, { secret, url })) continue;
      broken++;
      const [first, ...rest] = await codesOf(provider, changed, { secret, url }, [right.signing]);
      if (first !== cause) wrong.push(`${provider.id}: ${[first, ...rest].join()}`);
    }
    expect(wrong).toEqual([]);
    // Some sign no body, or its values.
    expect(broken).toBeGreaterThan(90);
  });
});
