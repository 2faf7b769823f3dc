import { type DeliveryReply, deliver, signedDelivery } from "@hooks/testing";
import type { Arguments, Command } from "./command.ts";
import { createPace } from "./pace.ts";
import { formOption, loadPreset, secretOf, secretOption } from "./preset.ts";
import { createProgress } from "./progress.ts";
import { signingKeys, signingKeysOption } from "./provider-keys.ts";
import { intervalMs } from "./quantities.ts";
import { readInput } from "./read-input.ts";
import { allowExternal, targetUrl } from "./target-url.ts";
import { paint, print, printable, printableLine } from "./terminal.ts";
import { usageError } from "./usage-error.ts";
import { writeAt } from "./write-at.ts";

/** What one attempt came to. */
interface Attempt {
  readonly status?: number;
  readonly error?: string;
  readonly ms: number;
  readonly answer?: string;
}

/** Text as JSON where it is that, else as it is. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Writes what `--set` options say into a JSON object. */
function written(root: unknown, sets: readonly string[]): unknown {
  for (const one of sets) {
    const [, path = "", value = ""] = one.match(/^([^=]{1,1000})=(.*)$/s) ?? [];
    if (path === "") throw usageError("--set is path=value, such as data.id=5");
    writeAt(root as Record<string, unknown>, path, jsonOrText(value));
  }
  return root;
}

/**
 * The payload: exactly what `--data` holds, unless a type or a value has to be written into it; else the provider's
 * sample, if there is one.
 */
async function payloadOf(args: Arguments, type: string | undefined): Promise<unknown> {
  const data = args.text("data");
  const sets = args.texts("set");
  if (data === undefined) return (sample: unknown) => written(sample, sets);
  const bytes = await readInput(data);
  if (sets.length === 0 && type === undefined) return bytes;
  const root = jsonOrText(new TextDecoder().decode(bytes));
  if (typeof root === "object" && root !== null && !Array.isArray(root)) return written(root, sets);
  if (sets.length === 0) return bytes;
  throw usageError("--set writes into a JSON object, and --data is none");
}

/** The headers of `Name: value` options. */
export function headersOf(texts: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const one of texts) {
    const [, name, value] = one.match(/^([\w!#$%&'*+.^`|~-]{1,256}):\s*([^\r\n]{0,8000})$/) ?? [];
    if (name === undefined || value === undefined) throw usageError("--header is 'Name: value'");
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

async function attempt(work: Promise<DeliveryReply>): Promise<Attempt> {
  const startedAt = performance.now();
  const ms = (): number => Math.round(performance.now() - startedAt);
  try {
    const { status, text } = await work;
    return { status, ms: ms(), answer: text };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return { error: code ?? message, ms: ms() };
  }
}

const isGood = ({ status = 0 }: Attempt): boolean => status >= 200 && status < 300;

async function run(args: Arguments): Promise<number> {
  const [id, type] = args.positionals;
  const provider = await loadPreset(id);
  const to = args.text("url");
  if (to === undefined) throw usageError("--url says where to send");
  const url = targetUrl(to, args);
  const secret = await secretOf(provider, args);
  const payload = await payloadOf(args, type);
  const count = args.number("count", 1, 1, 100_000);
  const pace = createPace(intervalMs("rate", args.text("rate")));
  const timeoutMs = args.number("timeout", 10, 1, 600) * 1000;
  const keys = await signingKeys(provider, secret, args);
  const make = () =>
    signedDelivery(provider, {
      secret,
      keys,
      type,
      payload,
      id: args.text("id"),
      url: args.text("signed-url") ?? url.href,
      headers: headersOf(args.texts("header")),
      form: args.text("form"),
      tamper: args.flag("tamper"),
      stale: args.flag("stale"),
      unsigned: args.flag("unsigned"),
      wrongSecret: args.flag("wrong-secret"),
      reserialized: args.flag("reserialized"),
    });

  const total = args.flag("duplicate") ? count * 2 : count;
  const statuses = new Map<string, number>();
  let failed = 0;
  let delivery = await make();
  const progress = total > 1 && !args.flag("json") ? await createProgress(total) : undefined;
  for (let i = 0; i < total; i++) {
    if (i > 0 && !(args.flag("duplicate") && i % 2 === 1)) delivery = await make();
    await pace();
    const made = await attempt(deliver(url, delivery, { timeoutMs }));
    const result = String(made.status ?? made.error);
    statuses.set(result, (statuses.get(result) ?? 0) + 1);
    if (!isGood(made)) failed++;
    if (args.flag("json")) print(JSON.stringify({ url: url.href, type, ...made }));
    else if (progress) progress.advance(printableLine(result));
    else {
      const colour = isGood(made) ? "green" : "red";
      const shown = `${paint(colour, printableLine(result))} in ${made.ms} ms`;
      if (total === 1) print(`${delivery.method} ${url.href}  ${provider.id} ${type ?? ""}`);
      print(total === 1 ? shown : `${String(i + 1).padStart(6)}  ${shown}`);
      if (total === 1 && made.answer) print(printable(made.answer));
    }
  }
  progress?.end();
  if (total > 1 && !args.flag("json")) {
    const each = [...statuses].map(([result, times]) => `${times} × ${printableLine(result)}`);
    print(`${total} sent: ${each.join(", ")}`);
  }
  return failed === 0 ? 0 : 1;
}

/** `hooks trigger`: signs an event as a provider does, and sends it. */
export const trigger: Command = {
  usage: "<provider> [type] --url <url> [options]",
  about: "Signs an event as a provider does, and sends it. Anything but a 2xx answer is a failure.",
  words: [1, 2],
  options: {
    url: { type: "string", value: "url", help: "where to send" },
    secret: secretOption,
    keys: signingKeysOption,
    data: { type: "string", value: "text", help: "the body, @file, or - for standard input" },
    set: { type: "string", value: "path=value", multiple: true, help: "writes into the JSON body" },
    header: { type: "string", value: "name: value", multiple: true, help: "a further header" },
    id: { type: "string", value: "id", help: "the delivery's id; default a random one" },
    form: formOption,
    "signed-url": { type: "string", value: "url", help: "the URL to sign; default that of --url" },
    count: { type: "string", value: "number", help: "how many to send" },
    rate: { type: "string", value: "n/s", help: "how many at most in what time, such as 10/s" },
    timeout: {
      type: "string",
      value: "seconds",
      help: "how long to wait for an answer; default 10",
    },
    tamper: { type: "boolean", help: "change the body after it was signed" },
    stale: { type: "boolean", help: "sign it too long ago" },
    unsigned: { type: "boolean", help: "leave the signature out" },
    "wrong-secret": { type: "boolean", help: "sign it with another secret" },
    reserialized: { type: "boolean", help: "write the JSON in other bytes after it was signed" },
    duplicate: { type: "boolean", help: "send each delivery twice" },
    "allow-external": allowExternal,
    json: { type: "boolean", help: "one line of JSON for each answer" },
  },
  examples: [
    "attio resource.created --url http://localhost:3000/webhooks/attio",
    "stripe invoice.paid --url http://localhost:3000/ --set data.object.amount_paid=500",
    "github push --url http://localhost:3000/ --data @push.json --tamper",
    "stripe invoice.paid --url http://localhost:3000/ --count 100 --rate 10/s",
  ],
  run,
};
