import { readFileSync } from "node:fs";
import { join } from "node:path";

const peers = [
  "stripe",
  "@octokit/webhooks",
  "@octokit/webhooks-methods",
  "standardwebhooks",
  "svix",
  "@hookflo/tern",
  "@slack/bolt",
  "twilio",
  "@noble/hashes",
] as const;

/** What is compared, with its version. */
export function versions(): readonly string[] {
  const file = join(import.meta.dirname, "../package.json");
  const { dependencies } = JSON.parse(readFileSync(file, "utf8"));
  return peers.map((name) => `${name} ${dependencies[name]}`);
}
