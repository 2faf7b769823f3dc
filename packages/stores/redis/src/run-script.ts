import type { Commands } from "./commands.ts";
import type { Script } from "./scripts.ts";

/** Redis forgets scripts when it restarts, and each node of a cluster has its own. */
const isUnknownScript = (error: unknown): boolean =>
  error instanceof Error && /NOSCRIPT/i.test(error.message);

/** Runs a script on one key, and gives its answer. */
export async function runScript(
  commands: Commands,
  { sha1, lua }: Script,
  key: string,
  args: string[],
): Promise<unknown> {
  try {
    return await commands.evalSha(sha1, key, args);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return commands.eval(lua, key, args);
  }
}
