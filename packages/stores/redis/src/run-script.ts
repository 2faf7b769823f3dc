import { WebhookError } from "@hooks/core";
import type { Commands } from "./commands.ts";
import type { Script } from "./scripts.ts";

/** A client may be set up to give bytes. */
function textOf(answer: unknown): string {
  if (typeof answer === "string") return answer;
  if (answer instanceof Uint8Array) return new TextDecoder().decode(answer);
  throw new WebhookError("store_failed", "the client gave something else than a script's answer");
}

/** Redis forgets scripts when it restarts, and each node of a cluster has its own. */
const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && /NOSCRIPT/i.test(error.message);

/** Runs a script on one key, and gives its answer. */
export function runScript(
  commands: Commands,
  { sha1, lua }: Script,
  key: string,
  args: string[],
): Promise<string> {
  return commands.evalSha(sha1, key, args).then(textOf, async (error) => {
    if (!isUnknownScript(error)) throw error;
    return textOf(await commands.eval(lua, key, args));
  });
}
