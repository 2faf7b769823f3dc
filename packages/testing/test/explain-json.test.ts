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

const backwards = (text: string): string => [...text].reverse().join("");

/** In an order that nobody would guess: by the names as they read from their ends. */
const mixed = (json: unknown): unknown =>
  typeof json === "object" && json !== null
    ? entriesSorted(json, (a, b) => (backwards(a) < backwards(b) ? -1 : 1))
    : json;

/** The JSON of a body, and of each item where it is a list, its members as `change` orders them. */
const outermost = (json: unknown, change: (json: object) => unknown): unknown =>
  Array.isArray(json) ? json.map((one) => outermost(one, change)) : change(json as object);

const entriesSorted = (json: object, by: (a: string, b: string) => number): object =>
  Object.fromEntries(Object.entries(json).sort(([a], [b]) => by(a, b)));

/** As PostgreSQL keeps it in a column of the type jsonb, and writes it. */
function ofColumn(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(ofColumn).join(", ")}]`;
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  const members = Object.entries(
    entriesSorted(json, (a, b) => a.length - b.length || (a < b ? -1 : 1)),
  );
  return `{${members.map(([name, value]) => `"${name}": ${ofColumn(value)}`).join(", ")}}`;
}

const mixedWithin = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(mixedWithin);
  if (typeof json !== "object" || json === null) return json;
  return mixed(
    Object.fromEntries(Object.entries(json).map(([name, value]) => [name, mixedWithin(value)])),
  );
};

const reordered = (body: Buffer): string => compact(mixedWithin(JSON.parse(String(body))));

/** A body with two members whose names are numbers, in the middle of others, as JavaScript would not write them. */
const withNumbers = (json: unknown): string =>
  compact(outermost(json, (one) => ({ ...one, q10: "ten", q9: [9], omega: { z: 1, a: 2 } })))
    .replaceAll('"q10"', '"10"')
    .replaceAll('"q9"', '"9"');

const orders: Readonly<Record<string, Break>> = {
  "Python's sorted JSON is no longer sorted": {
    sent: (json) => dumped(sorted(json)),
    held: reordered,
    cause: "body_key_order",
  },
  "Go's sorted JSON is no longer sorted": {
    sent: (json) => marked(compact(sorted(json))),
    held: reordered,
    cause: "body_key_order",
  },
  "outermost members are no longer sorted": {
    sent: (json) =>
      compact(outermost(json, (one) => entriesSorted(one, (a, b) => (a < b ? -1 : 1)))),
    held: (body) => compact(outermost(JSON.parse(String(body)), mixed)),
    cause: "body_key_order",
  },
  "PostgreSQL's order is lost": {
    sent: ofColumn,
    held: reordered,
    cause: "body_key_order",
  },
  "names that are numbers come first": {
    sent: withNumbers,
    held: again,
    cause: "body_key_order",
  },
  "members come in reverse": {
    sent: compact,
    held: (body) =>
      compact(
        outermost(JSON.parse(String(body)), (json) =>
          Object.fromEntries(Object.entries(json).reverse()),
        ),
      ),
    cause: "body_key_order",
  },
  "two members change places": {
    sent: compact,
    held: (body) =>
      compact(
        outermost(JSON.parse(String(body)), (json) => {
          const entries = Object.entries(json);
          const [first, ...more] = entries;
          const last = more.pop();
          return Object.fromEntries([last, ...more, first].filter((one) => one !== undefined));
        }),
      ),
    cause: "body_key_order",
  },
  "two members deep inside change places": {
    sent: (json) => compact(json).replace('{"b":"<a & b>"}', '{"b":"<a & b>","a":1}'),
    held: (body) => {
      const text = String(body).replace('{"b":"<a & b>","a":1}', '{"a":1,"b":"<a & b>"}');
      if (text === String(body)) throw new Error("it is written in another way");
      return text;
    },
    cause: "body_key_order",
  },
};

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
    held: reordered,
    cause: "body_key_order",
  },
  ...orders,
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
