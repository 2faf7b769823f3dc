import type { Arguments, Command } from "./command.ts";
import { formOption, loadPreset, secretOf, secretOption } from "./preset.ts";
import { deliveryPoints, strangerPoints } from "./probe/delivery-points.ts";
import { handshakePoints, type ProbeOptions } from "./probe/handshake-points.ts";
import { signingKeys, signingKeysOption } from "./provider-keys.ts";
import { allowExternal, targetUrl } from "./target-url.ts";
import { paint, print, printableLine } from "./terminal.ts";

const colours = { passed: "green", failed: "red", skipped: "yellow" } as const;

async function optionsOf(args: Arguments): Promise<ProbeOptions> {
  const [id, to = ""] = args.positionals;
  const provider = await loadPreset(id);
  const url = targetUrl(to, args);
  const secret = await secretOf(provider, args);
  return {
    provider,
    url,
    secret,
    keys: await signingKeys(provider, secret, args),
    signedUrl: args.text("signed-url") ?? url.href,
    verifyToken: args.text("verify-token"),
    form: args.text("form"),
    type: args.text("type"),
    timeoutMs: args.number("timeout", 30, 1, 600) * 1000,
    oversizedBytes: args.number("oversized", 11_534_336, 1, 67_108_864),
    slowMs: args.number("slow", 3, 1, 60) * 1000,
  };
}

async function run(args: Arguments): Promise<number> {
  const options = await optionsOf(args);
  const points = [
    ...handshakePoints(options),
    ...strangerPoints(options),
    ...(await deliveryPoints(options)),
  ];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, run: play } of points) {
    const startedAt = performance.now();
    const { verdict, seen, expected } = await play();
    const ms = Math.round(performance.now() - startedAt);
    counts[verdict]++;
    if (args.flag("json")) {
      print(JSON.stringify({ point: name, verdict, seen, expected, ms }));
      continue;
    }
    const tail = verdict === "failed" ? `, expected ${expected}` : "";
    const time = verdict === "skipped" ? "" : ` in ${ms} ms`;
    const shown = `${printableLine(seen)}${tail}${time}`;
    print(`${paint(colours[verdict], verdict.padEnd(8))} ${name.padEnd(26)} ${shown}`);
  }
  const { passed, failed, skipped } = counts;
  if (!args.flag("json")) print(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

/** `hooks probe`: plays what a provider does to an endpoint, and says how it takes it. */
export const probeCommand: Command = {
  usage: "<provider> <url> [options]",
  about: [
    "Plays what a provider does to an endpoint: its handshake, deliveries, and what others send instead.",
    "The valid deliveries are samples; a handler that acts on them will act.",
  ].join("\n"),
  words: [2, 2],
  options: {
    secret: secretOption,
    keys: signingKeysOption,
    type: { type: "string", value: "type", help: "the event's type; default a usual one" },
    "verify-token": {
      type: "string",
      value: "token",
      help: "the token of the provider's handshake",
    },
    form: formOption,
    "signed-url": { type: "string", value: "url", help: "the URL to sign; default the probed one" },
    timeout: {
      type: "string",
      value: "seconds",
      help: "how long to wait for each answer; default 30",
    },
    oversized: {
      type: "string",
      value: "bytes",
      help: "what is too large; default 11534336, at most 67108864",
    },
    slow: { type: "string", value: "seconds", help: "how long the slow one takes; default 3" },
    "allow-external": allowExternal,
    json: { type: "boolean", help: "one line of JSON for each point" },
  },
  examples: [
    "stripe http://localhost:3000/webhooks/stripe",
    "whatsapp http://localhost:3000/webhooks/whatsapp --verify-token secret-token",
    "github http://localhost:3000/webhooks/github --json",
  ],
  run,
};
