import { type Break, compact, testBreaks } from "./explained-bodies.ts";

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

const reversed = (json: unknown): unknown =>
  typeof json === "object" && json !== null
    ? Object.fromEntries(Object.entries(json).reverse())
    : json;

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
};

testBreaks(breaks);
