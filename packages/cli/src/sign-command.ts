import { signedDelivery } from "@hooks/testing";
import type { Arguments, Command } from "./command.ts";
import { formOption, loadPreset, secretOf, secretOption } from "./preset.ts";
import { signingKeys, signingKeysOption } from "./provider-keys.ts";
import { readInput } from "./read-input.ts";
import { readTime } from "./read-time.ts";
import { print } from "./terminal.ts";
import { headersOf } from "./trigger.ts";
import { usageError } from "./usage-error.ts";

/** Text as one word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** The body as text, which is the same bytes again. */
function textOf(body: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    if (!text.includes("\0")) return text;
  } catch {
    // Said below.
  }
  throw usageError("a body that is no text can only be shown by --format headers");
}

const formats: Readonly<Record<string, (signed: Signed) => string>> = {
  headers: ({ headers }) => headers.map(([name, value]) => `${name}: ${value}`).join("\n"),
  json: ({ method, url, headers, body }) =>
    JSON.stringify({ method, url, headers: Object.fromEntries(headers), body: textOf(body) }),
  curl: ({ method, url, headers, body }) =>
    [
      `curl -X ${method} ${quoted(url)}`,
      ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
      // An @ at the start would name a file.
      `--data-raw ${quoted(textOf(body))}`,
    ].join(" \\\n  "),
  http: ({ method, url, headers, body }) =>
    [
      `${method} ${url}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      "",
      textOf(body),
    ].join("\n"),
};

async function run(args: Arguments): Promise<number> {
  const [id, type] = args.positionals;
  const provider = await loadPreset(id);
  const name = args.flag("json") ? "json" : (args.text("format") ?? "headers");
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format === undefined) throw usageError(`--format is ${Object.keys(formats).join(", ")}`);
  const body = args.text("body");
  const at = args.text("timestamp");
  const timeMs = at === undefined ? Date.now() : readTime("timestamp", at);
  const secret = await secretOf(provider, args);
  const { method, url, headers, ...made } = await signedDelivery(provider, {
    secret,
    keys: await signingKeys(provider, secret, args),
    type,
    payload: body === undefined ? undefined : await readInput(body),
    id: args.text("id"),
    url: args.text("url"),
    method: args.text("method"),
    headers: headersOf(args.texts("header")),
    form: args.text("form"),
    now: () => timeMs,
  });
  const entries = Object.entries(headers).map(([key, value]) => [key, String(value)] as const);
  const text = format({ method, url, headers: entries, body: made.body });
  // Nothing after the body: a line break would be another one.
  if (name === "http") process.stdout.write(text);
  else print(text);
  return 0;
}

/** `hooks sign`: makes the headers of a signed delivery. */
export const signCommand: Command = {
  usage: "<provider> [type] [options]",
  about: "Signs a body as a provider does, and prints what to send.",
  words: [1, 2],
  options: {
    body: {
      type: "string",
      value: "text",
      help: "the body, @file, or - for standard input; default a made one",
    },
    secret: secretOption,
    keys: signingKeysOption,
    format: { type: "string", value: "name", help: "headers (default), curl, json or http" },
    id: { type: "string", value: "id", help: "the delivery's id; default a random one" },
    timestamp: { type: "string", value: "time", help: "ISO 8601, or milliseconds; default now" },
    url: { type: "string", value: "url", help: "where it is sent, which some providers sign" },
    method: { type: "string", value: "method", help: "default POST" },
    header: { type: "string", value: "name: value", multiple: true, help: "a further header" },
    form: formOption,
    json: { type: "boolean", help: "the same as --format json" },
  },
  examples: [
    "github push --body @push.json",
    "stripe invoice.paid --url http://localhost:3000/ --format curl",
    "stripe invoice.paid --format http > request.http",
  ],
  run,
};
