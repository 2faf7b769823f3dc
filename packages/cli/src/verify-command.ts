import { type Delivery, isWebhookError, verify } from "@hooks/core";
import type { Arguments, Command } from "./command.ts";
import { explainRefusal, explanationLines } from "./explanation-lines.ts";
import { formOption, loadPreset, secretOf, secretOption } from "./preset.ts";
import { verifyingKeys, verifyingKeysOption } from "./provider-keys.ts";
import { readInput } from "./read-input.ts";
import { readTime } from "./read-time.ts";
import { parseRequest } from "./request-file.ts";
import { paint, print, printableLine } from "./terminal.ts";
import { headersOf } from "./trigger.ts";
import { usageError } from "./usage-error.ts";

async function deliveryOf(args: Arguments): Promise<Delivery> {
  const file = args.text("request");
  const body = args.text("body");
  if ((file === undefined) === (body === undefined)) {
    throw usageError("give --request, or --body with each --header");
  }
  const url = args.text("url");
  if (file !== undefined) {
    const delivery = parseRequest(
      await readInput(file === "-" ? file : `@${file.replace(/^@/, "")}`),
    );
    return { ...delivery, ...(url !== undefined && { url }) };
  }
  return {
    method: args.text("method") ?? "POST",
    url: url ?? "http://localhost/",
    headers: headersOf(args.texts("header")),
    body: await readInput(body ?? ""),
  };
}

function toleranceOf(args: Arguments): number | undefined {
  const text = args.text("tolerance");
  if (text === undefined) return undefined;
  return text === "any" ? Number.POSITIVE_INFINITY : args.number("tolerance", 0, 0, 1e9);
}

async function run(args: Arguments): Promise<number> {
  const provider = await loadPreset(args.positionals[0]);
  const keys = verifyingKeys(provider, args);
  const now = args.text("now");
  const nowMs = now === undefined ? undefined : readTime("now", now);
  const delivery = await deliveryOf(args);
  const isJson = args.flag("json");
  const secret = await secretOf(provider, args);
  const options = {
    secret,
    form: args.text("form"),
    tolerance: toleranceOf(args),
    ...(nowMs !== undefined && { now: () => nowMs }),
    keys,
  };
  try {
    const verified = await verify(provider, delivery, options);
    const { id, type, timestamp, form } = verified;
    if (isJson)
      print(JSON.stringify({ accepted: true, provider: provider.id, id, type, timestamp, form }));
    else {
      print(paint("green", "accepted"));
      for (const [name, value] of Object.entries({
        id,
        type,
        timestamp: timestamp?.toISOString(),
        form,
      })) {
        if (value !== undefined) print(`  ${name.padEnd(10)}${printableLine(value)}`);
      }
    }
    return 0;
  } catch (error) {
    if (!isWebhookError(error) || !/^(signature|timestamp|body|secret)_/.test(error.code))
      throw error;
    const { code, message } = error;
    const why = message === code ? undefined : message;
    const also = args.texts("also");
    const explanation = await explainRefusal(provider, delivery, { ...options, also });
    if (isJson) {
      const refusal = { accepted: false, provider: provider.id, code, message: why };
      print(JSON.stringify({ ...refusal, explanation }));
    } else {
      print(`${paint("red", "refused")}  ${code}${why ? `\n  ${printableLine(why)}` : ""}`);
      for (const line of explanationLines(explanation)) print(line);
    }
    return 1;
  }
}

/** `hooks verify`: says whether a delivery is genuine. */
export const verifyCommand: Command = {
  usage: "<provider> --request <file> | --body <text> --header <name: value> [options]",
  about: "Says whether a delivery is the provider's, unaltered and fresh.",
  words: [1, 1],
  options: {
    request: {
      type: "string",
      value: "file",
      help: "a request as .http files have it, or - for standard input",
    },
    body: { type: "string", value: "text", help: "the body, @file, or - for standard input" },
    header: { type: "string", value: "name: value", multiple: true, help: "a header" },
    method: { type: "string", value: "method", help: "default POST" },
    url: { type: "string", value: "url", help: "the public URL, which some providers sign" },
    secret: secretOption,
    keys: verifyingKeysOption,
    also: {
      type: "string",
      value: "secret",
      multiple: true,
      help: "another secret that may have signed, such as the previous one",
    },
    form: formOption,
    now: { type: "string", value: "time", help: "when it was received: ISO 8601, or milliseconds" },
    tolerance: { type: "string", value: "seconds", help: "how far its time may lie off, or any" },
    "allow-external": { type: "boolean", help: "fetch the keys that a provider publishes" },
    json: { type: "boolean", help: "the verdict as JSON" },
  },
  examples: [
    "stripe --request request.http",
    "github --body @body.json --header 'x-hub-signature-256: sha256=…'",
    "stripe --request request.http --now 2026-01-31T12:00:00Z",
    "paypal --request request.http --keys .hooks/keys",
  ],
  run,
};
