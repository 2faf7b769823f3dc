import { hash } from "node:crypto";
import type { EngineScriptName } from "./engine-scripts.ts";

/** A script of ours: which of BullMQ's it runs, which parts of ours it is made of, and its own text. */
export interface ScriptSource {
  readonly engine: readonly EngineScriptName[];
  readonly parts: readonly string[];
  readonly lua: string;
}

/** A script, under a name that no other text has. */
export interface Script {
  readonly name: string;
  readonly lua: string;
}

/** BullMQ's scripts unpack tables that a client has packed; ours give them as they are, for Redis has no time to lose. */
const unpackedLua = "local cmsgpack = { unpack = function(given) return given end }";

/**
 * Makes one script, and so one atomic step, of BullMQ's and ours.
 *
 * Redis lets no script call another. But a script is the body of a function whose arguments are `KEYS` and `ARGV`, so
 * that BullMQ's, word for word, become functions that ours can call.
 */
export function composeScript(
  { engine, parts, lua }: ScriptSource,
  scripts: Readonly<Record<EngineScriptName, string>>,
): Script {
  const functions = engine.map(
    (name) => `local function ${name}(KEYS, ARGV)\n${scripts[name]}\nend`,
  );
  const text = [unpackedLua, ...functions, ...parts, lua].join("\n");
  return { name: `hooks:${hash("sha256", text, "hex").slice(0, 16)}`, lua: text };
}
