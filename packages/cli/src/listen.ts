import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Reply } from "@hooks/core";
import type { Arguments, Command } from "./command.ts";
import { reasonLines } from "./explanation-lines.ts";
import { formOption, loadPreset, secretOf, secretOption } from "./preset.ts";
import { verifyingKeys, verifyingKeysOption } from "./provider-keys.ts";
import { maxInputBytes } from "./read-input.ts";
import { appendLine, defaultFile, type RecordLine, type StatusLine } from "./recorded.ts";
import { createForwardRetries } from "./retry-forwards.ts";
import { takeDelivery } from "./take-delivery.ts";
import { allowExternal, targetUrl } from "./target-url.ts";
import { complain, paint, print, printable, printableLine } from "./terminal.ts";
import { withoutSecret } from "./without-secret.ts";

/** How many deliveries are taken at a time. */
const mostAtOnce = 50;

/** The whole body; `undefined` where it is too large. */
function readBody(req: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    req.on("data", (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= maxInputBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    req.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    req.on("error", reject);
  });
}

function send(res: ServerResponse, { status, headers, body }: Reply): void {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(connection|content-length|keep-alive|transfer-encoding)$/.test(name),
  );
  res.writeHead(status, Object.fromEntries(kept)).end(body);
}

/** The body as people read it. */
function pretty(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function show(record: RecordLine, answered: number): void {
  const { id, status, why, type, eventId, method, url, headers, bodyBase64, forwardedTo } = record;
  const colour = status === "accepted" || status === "handshake" ? "green" : "red";
  const verdict = paint(colour, `${status}${why === undefined ? "" : ` (${printableLine(why)})`}`);
  print(`${paint("bold", id)}  ${verdict}  ${method} ${printableLine(url)} → ${answered}`);
  print(`  type ${printableLine(type ?? "-")}, id ${printableLine(eventId ?? "-")}`);
  if (forwardedTo !== undefined && status !== "refused") print(`  forwarded to ${forwardedTo}`);
  for (const [name, values] of Object.entries(headers)) {
    print(paint("dim", `  ${name}: ${printableLine(values.join(", "))}`));
  }
  print(printable(pretty(Buffer.from(bodyBase64, "base64"))));
}

async function run(args: Arguments): Promise<number> {
  const provider = await loadPreset(args.positionals[0]);
  const to = args.text("forward-to");
  const file = args.text("record") ?? defaultFile;
  const options = {
    provider,
    keys: verifyingKeys(provider, args),
    secret: await secretOf(provider, args),
    publicUrl: args.text("public-url"),
    verifyToken: args.text("verify-token"),
    form: args.text("form"),
    target: to === undefined ? undefined : targetUrl(to, args),
    timeoutMs: args.number("timeout", 30, 1, 600) * 1000,
  };
  let most = args.number("max", Number.MAX_SAFE_INTEGER, 1, 1e9);
  const host = args.text("host") ?? "127.0.0.1";
  // What is wrong with the secret is said before anything comes.
  await takeDelivery({ ...options, target: undefined }, emptyDelivery);

  let base = "";
  let count = 0;
  let running = 0;
  let failure: unknown;
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  /** Lines are written one after the other. */
  let writing: Promise<void> = Promise.resolve();
  const write = (line: RecordLine | StatusLine): Promise<void> => {
    writing = writing.then(() => appendLine(file, line));
    return writing;
  };
  const retries = args.number("retry", 0, 0, 20);
  const again =
    options.target &&
    createForwardRetries(options.target, retries, options.timeoutMs, async (line) => {
      await write(line).catch(stopWith);
      if (args.flag("json")) print(JSON.stringify(line));
      else print(`${paint("bold", line.id)}  ${line.status} when it was forwarded again`);
    });

  function stopWith(error: unknown): void {
    failure ??= error;
    stop();
  }

  async function take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readBody(req);
    if (body === undefined)
      return send(res, { status: 413, headers: { connection: "close" }, body: null });
    const { method = "", url: path = "/", headersDistinct } = req;
    const headers: Record<string, string[]> = {};
    for (const [name, values] of Object.entries(headersDistinct)) headers[name] = values ?? [];
    const delivery = { method, url: `${base}${path}`, headers, body };
    const { reply: first, record, received, forwarded } = await takeDelivery(options, delivery);
    await write(record);
    // It is kept, and tried again from here: the sender has done its part.
    const reply = again?.take(record.id, forwarded, delivery) ? received : first;
    const seen = withoutSecret(record, provider, options.secret);
    if (args.flag("json")) print(JSON.stringify({ ...seen, answered: reply.status }));
    else {
      show(seen, reply.status);
      if (record.status === "refused") {
        for (const line of await reasonLines(provider, delivery, options)) print(line);
      }
    }
    send(res, reply);
    count++;
    res.on("close", () => {
      if (count >= most) stop();
    });
  }

  const server = createServer((req, res) => {
    if (running >= mostAtOnce) return void res.writeHead(503, { "retry-after": "1" }).end();
    running++;
    take(req, res)
      .catch((error: unknown) => {
        res.destroy();
        // A file that can't be written is the end; a client that has gone is not.
        if ((error as { code?: unknown }).code !== "option_invalid") return;
        stopWith(error);
      })
      .finally(() => running--);
  });
  server.listen(args.number("port", 4000, 0, 65_535), host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  base = `http://localhost:${port}`;
  complain(`listening for ${provider.name} on ${base}, recording to ${file}`);
  // Nobody sees any more what comes.
  process.stdout.once("error", () => {
    most = 0;
  });
  process.once("SIGINT", stop).once("SIGTERM", stop);
  await stopped;
  await again?.end();
  const closed = once(server, "close");
  server.close().closeAllConnections();
  await closed;
  if (failure !== undefined) throw failure;
  return 0;
}

const emptyDelivery = {
  method: "POST",
  url: "http://localhost/",
  headers: {},
  body: new Uint8Array(),
};

/** `hooks listen`: receives, verifies, shows, records and forwards deliveries. */
export const listen: Command = {
  usage: "<provider> [options]",
  about: [
    "Receives deliveries, shows and records each, and forwards those that are genuine, byte for byte.",
    "What is shown and recorded holds headers and bodies. The answer is the target's, else a receiver's.",
  ].join("\n"),
  words: [1, 1],
  options: {
    port: {
      type: "string",
      value: "number",
      help: "where to listen; default 4000, 0 for a free one",
    },
    host: { type: "string", value: "address", help: "of which interface; default 127.0.0.1" },
    "forward-to": { type: "string", value: "url", help: "where genuine deliveries are sent on" },
    secret: secretOption,
    keys: verifyingKeysOption,
    record: { type: "string", value: "file", help: `where they are kept; default ${defaultFile}` },
    "public-url": {
      type: "string",
      value: "url",
      help: "the URL that the provider has, where it signs it",
    },
    "verify-token": {
      type: "string",
      value: "token",
      help: "the token of the provider's handshake",
    },
    form: formOption,
    timeout: { type: "string", value: "seconds", help: "how long a forward may take; default 30" },
    retry: {
      type: "string",
      value: "number",
      help: "how often a forward that failed is repeated, later each time; default 0",
    },
    max: { type: "string", value: "number", help: "end after so many deliveries" },
    "allow-external": allowExternal,
    json: { type: "boolean", help: "one line of JSON for each delivery" },
  },
  examples: [
    "github --port 4000",
    "stripe --forward-to http://localhost:3000/webhooks/stripe",
    "stripe --forward-to http://localhost:3000/webhooks/stripe --retry 5",
    "twilio --public-url https://example.com/webhooks/twilio",
    "paypal --keys .hooks/keys",
  ],
  run,
};
