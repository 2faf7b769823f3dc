import { type Delivery, sign } from "@hooks/core";
import { type PublishedKeys, signedDelivery } from "@hooks/testing";
import { attemptsOptions } from "./attempts-options.ts";
import type { Arguments, Command } from "./command.ts";
import { forward } from "./forward.ts";
import { createPace } from "./pace.ts";
import { loadPreset, publishesKeys, secretOf, secretOption } from "./preset.ts";
import { signingKeys, signingKeysOption } from "./provider-keys.ts";
import { durationMs, intervalMs } from "./quantities.ts";
import {
  appendLine,
  defaultFile,
  type RecordLine,
  readRecords,
  recordedDelivery,
  recordStatuses,
} from "./recorded.ts";
import { allowExternal, targetUrl } from "./target-url.ts";
import { paint, print, printableLine } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

/** The records that were asked for, in the order in which they came. */
function chosen(records: readonly RecordLine[], args: Arguments): readonly RecordLine[] {
  const ids = args.positionals;
  const unknown = ids.find((id) => !records.some((one) => one.id === id));
  if (unknown !== undefined) throw usageError(`no delivery is recorded as ${unknown.slice(0, 64)}`);
  const status = args.text("status");
  if (status !== undefined && !recordStatuses.some((one) => one === status)) {
    throw usageError(`--status is one of ${recordStatuses.join(", ")}`);
  }
  const since = args.text("since");
  const earliest = since === undefined ? 0 : Date.now() - durationMs("since", since);
  return records.filter(
    (one) =>
      (ids.length === 0 || ids.includes(one.id)) &&
      (status === undefined || one.status === status) &&
      one.receivedAt >= earliest,
  );
}

/** The delivery as it would be sent now, under the same id. */
async function resigned(
  record: RecordLine,
  target: URL,
  args: Arguments,
  held: Map<string, PublishedKeys>,
): Promise<Delivery> {
  const provider = await loadPreset(record.provider);
  const { body, method } = recordedDelivery(record);
  const type = record.headers["content-type"]?.[0];
  const secret = await secretOf(provider, args);
  const url = args.text("signed-url") ?? target.href;
  const keys = publishesKeys(provider)
    ? (held.get(provider.id) ?? (await signingKeys(provider, secret, args)))
    : undefined;
  if (keys) {
    held.set(provider.id, keys);
    const headers = Object.fromEntries(
      Object.entries(record.headers).map(([name, values]) => [name, [...values]]),
    );
    const duplicate = { method, url, headers, body };
    return signedDelivery(provider, { secret, keys, duplicate, form: record.form });
  }
  return sign(provider, {
    secret,
    body,
    method,
    url,
    id: record.eventId,
    type: record.type,
    form: record.form,
    ...(type !== undefined && { headers: { "content-type": type } }),
  });
}

async function run(args: Arguments): Promise<number> {
  if (args.text("attempts") !== undefined) {
    return (await import("./replay-attempts.ts")).replayAttempts(args);
  }
  const file = args.text("file") ?? defaultFile;
  const records = chosen(await readRecords(file), args);
  const to = args.text("url");
  const pace = createPace(intervalMs("rate", args.text("rate")));
  const timeoutMs = args.number("timeout", 30, 1, 600) * 1000;
  // All are checked before the first is sent.
  const plan = records.map((record) => {
    const text = to ?? record.forwardedTo;
    if (text === undefined) throw usageError("nothing was forwarded: --url says where to send");
    const { id, status, why } = record;
    // Whoever forged it would have it signed.
    if (args.flag("resign") && status === "refused" && why !== "timestamp_too_old") {
      throw usageError(`${id} was refused with ${why}, so it is not signed anew`);
    }
    return { record, url: targetUrl(text, args) };
  });
  const held = new Map<string, PublishedKeys>();
  let failed = 0;
  for (const { record, url } of plan) {
    const { id, provider, type } = record;
    const isDry = args.flag("dry-run");
    let why: string | undefined;
    let answered: number | undefined;
    if (!isDry) {
      await pace();
      const delivery = args.flag("resign")
        ? await resigned(record, url, args, held)
        : recordedDelivery(record);
      const result = await forward(url, delivery, timeoutMs);
      why = result.why;
      answered = result.reply?.status;
      await appendLine(file, { id, status: why === undefined ? "accepted" : "failed", why });
      if (why !== undefined) failed++;
    }
    if (args.flag("json")) {
      print(JSON.stringify({ id, provider, type, url: url.href, sent: !isDry, answered, why }));
      continue;
    }
    const result = paint(
      why === undefined ? "green" : "red",
      printableLine(why ?? String(answered)),
    );
    print(
      `${id}  ${printableLine(`${provider} ${type ?? "-"}`)}  ${isDry ? "would go to" : result}  ${url.href}`,
    );
  }
  if (!args.flag("json")) print(`${plan.length} of the recorded deliveries, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** `hooks replay`: sends recorded deliveries again. */
export const replay: Command = {
  usage: "[id…] [options]",
  about: [
    "Sends recorded deliveries again, as they came or signed anew.",
    "A signature with a time is too old after some minutes: --resign makes another.",
    "With --attempts: enqueues what a dispatcher has sent again, for its workers to deliver.",
  ].join("\n"),
  words: [0, 1000],
  options: {
    file: {
      type: "string",
      value: "file",
      help: `where they are recorded; default ${defaultFile}`,
    },
    url: { type: "string", value: "url", help: "where to send; default where each was forwarded" },
    since: { type: "string", value: "time", help: "those of the last 90s, 10m, 2h or 1d" },
    status: {
      type: "string",
      value: "status",
      help: `those that were ${recordStatuses.join(", ")}`,
    },
    "dry-run": { type: "boolean", help: "say what would be sent, and send nothing" },
    rate: { type: "string", value: "n/s", help: "how many at most in what time, such as 10/s" },
    timeout: { type: "string", value: "seconds", help: "how long an answer may take; default 30" },
    resign: { type: "boolean", help: "sign them now, under the same ids" },
    secret: secretOption,
    keys: signingKeysOption,
    "signed-url": {
      type: "string",
      value: "url",
      help: "the URL to sign; default where it is sent",
    },
    "allow-external": allowExternal,
    ...attemptsOptions,
    json: { type: "boolean", help: "one line of JSON for each delivery" },
  },
  examples: [
    "--status failed --since 10m",
    "1b9d6bcd-bbfd --url http://localhost:3000/webhooks/stripe --resign",
    "--dry-run",
    "--attempts attempts.db --queue jobs.db --endpoint ep_1 --status failed --since 2h --dry-run",
  ],
  run,
};
