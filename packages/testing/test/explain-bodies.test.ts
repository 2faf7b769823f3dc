import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { type Break, compact, testBreaks } from "./explained-bodies.ts";

const breaks: Readonly<Record<string, Break>> = {
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
  "a form is read and written as JSON": {
    sent: () => "name=a+b%2Fc&other=1",
    held: (body) => compact(Object.fromEntries(new URLSearchParams(String(body)))),
    cause: "body_form",
  },
  "a form is written with other escapes": {
    sent: () => "name=a%20b%2Fc&other=%C3%BC",
    held: (body) => String(new URLSearchParams(String(body))),
    cause: "body_form_escapes",
  },
  "nothing is read and written as JSON": {
    sent: () => "",
    held: (body) => {
      if (body.length > 0) throw new Error("its signature is in the body");
      return "{}";
    },
    cause: "body_parsed",
  },
};

testBreaks(breaks);
