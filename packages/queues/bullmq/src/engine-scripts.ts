import { QueueError } from "@hooks/queue";
import { type IRedisClient, RedisConnection } from "bullmq";

/** BullMQ's own scripts that are run within ours. */
export const engineScriptNames = [
  "addStandardJob",
  "addDelayedJob",
  "addPrioritizedJob",
  "moveToActive",
  "moveToFinished",
  "moveToDelayed",
  "moveStalledJobsToWait",
  "extendLocks",
  "removeJob",
  "reprocessJob",
  "updateProgress",
] as const;

/** One of {@link engineScriptNames}. */
export type EngineScriptName = (typeof engineScriptNames)[number];

/** A client that is never connected, and only hears which scripts BullMQ defines on it. */
function listener(scripts: Map<string, string>): IRedisClient {
  const known: Record<string, unknown> = {
    status: "end",
    isCluster: false,
    options: {},
    getMaxListeners: () => 0,
    defineCommand: (name: string, { lua }: { readonly lua: string }) => {
      scripts.set(name.split(":")[0] ?? name, lua);
    },
  };
  const get = (_: unknown, name: string | symbol): unknown => {
    if (typeof name === "symbol" || name.includes(":") || name === "then") return undefined;
    return name in known ? known[name] : () => {};
  };
  return new Proxy(known, { get, has: () => true }) as unknown as IRedisClient;
}

/**
 * The scripts of the installed BullMQ, as it gives them to every client.
 *
 * @throws QueueError `schema_unsupported` where one is missing
 */
export async function engineScripts(): Promise<Record<EngineScriptName, string>> {
  const scripts = new Map<string, string>();
  const options = { skipVersionCheck: true, skipWaitingForReady: true, blocking: false };
  await new RedisConnection(listener(scripts), options).client;
  const found = engineScriptNames.map((name) => {
    const lua = scripts.get(name);
    if (lua !== undefined) return [name, lua] as const;
    throw new QueueError("schema_unsupported", `this version of BullMQ has no script ${name}`);
  });
  return Object.fromEntries(found) as Record<EngineScriptName, string>;
}
