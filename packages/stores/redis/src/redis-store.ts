/// <reference lib="es2024.string" />
import { type ClaimResult, type Store, WebhookError } from "@hooks/core";
import { commandsOf } from "./commands.ts";
import type { RedisClient } from "./redis-client.ts";
import { runScript } from "./run-script.ts";
import { claimScript, completeScript, releaseScript } from "./scripts.ts";
import { claimText, doneText, newToken, readDone } from "./stored-delivery.ts";

/** How a Redis store is set up. */
export interface RedisStoreOptions {
  /** What the keys begin with. Default `hooks:`. */
  readonly prefix?: string | undefined;
}

const maxKeyBytes = 1_000_000;
/** Eight digits, as all of them have: quicker to write than hex. */
const lastCall = 99_999_999;

// A UTF-16 unit takes three bytes at most.
const isTooLong = (key: string): boolean =>
  key.length * 3 > maxKeyBytes && new TextEncoder().encode(key).length > maxKeyBytes;

/** As within JSON: in UTF-8 all lone surrogates are one character, and two deliveries would share a key. */
const escaped = (name: string): string =>
  name.isWellFormed() && !name.includes("\\") ? name : JSON.stringify(name).slice(1, -1);

/** Redis takes whole milliseconds. */
function wholeMs(name: string, ms: number): number {
  const isDuration = typeof ms === "number" && ms > 0 && ms <= Number.MAX_SAFE_INTEGER;
  if (isDuration) return Math.ceil(ms);
  throw new WebhookError("option_invalid", `${name} is not a positive number in range`);
}

/** A client may be set up to give bytes. */
function textOf(answer: unknown): string {
  if (typeof answer === "string") return answer;
  if (answer instanceof Uint8Array) return new TextDecoder().decode(answer);
  throw new WebhookError("store_failed", "the client gave something else than a script's answer");
}

function claimResultOf(answer: string, token: string): ClaimResult {
  if (answer === "claimed") return { state: "claimed", token };
  if (answer.startsWith("stored ")) return readDone(answer.slice("stored ".length));
  const leftMs = /^in_progress (\d+)$/.exec(answer)?.[1];
  if (leftMs !== undefined) {
    return { state: "in_progress", retryAfterMs: Math.max(1, Number(leftMs)) };
  }
  throw new WebhookError("store_failed", "Redis gave an answer that the script does not give");
}

/** A client may be set up to give numbers as text. */
function isSettled(answer: unknown): boolean {
  if (answer === 1 || answer === "1") return true;
  if (answer === 0 || answer === "0") return false;
  throw new WebhookError("store_failed", "Redis gave an answer that the script does not give");
}

/**
 * Makes a store in Redis, Valkey, or what speaks their commands and runs Lua, for all processes that use it.
 *
 * Each verb is one command on one key, in one round trip; the claim of a delivery that is not new is a second, and
 * so is the first script after Redis has started. A verb that the client sends again because it lost the answer gives
 * the same answer. Times are those of Redis.
 *
 * @throws WebhookError `option_invalid` for what is no client, or one that is known to be closed. The verbs reject
 * with `option_invalid` for a lease or time to live that is not a positive number, with `store_failed` for a key of
 * more than 1,000,000 bytes or one that holds what is not this store's, and with what the client rejects with.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix = "hooks:" } = options;
  if (typeof prefix !== "string") throw new WebhookError("option_invalid", "prefix is not text");
  const commands = commandsOf(client);

  const redisKey = (key: string): string => {
    if (typeof key !== "string") throw new WebhookError("store_failed", "the key is not text");
    const name = escaped(prefix + key);
    if (!isTooLong(name)) return name;
    throw new WebhookError("store_failed", `the key is longer than ${maxKeyBytes} bytes`);
  };

  // Tells a call of `complete` that is sent again from another that the holder makes. It begins anywhere, so that
  // those of other processes are others; at the first call, for workers have no random numbers while modules load.
  let callNumber = lastCall;
  const nextCall = (): string => {
    if (callNumber === lastCall) {
      const [anywhere = 0] = crypto.getRandomValues(new Uint32Array(1));
      callNumber = 10_000_000 + (anywhere % 89_000_000);
    }
    return String(++callNumber);
  };

  return {
    async claim(key, { leaseMs, digest }) {
      const lease = wholeMs("leaseMs", leaseMs);
      const name = redisKey(key);
      const token = newToken(digest);
      const claim = claimText(token);
      // Nearly every delivery is new, and this is quicker than a script.
      const answer = await commands.setIfAbsent(name, claim, lease);
      if (String(answer) === "OK") return { state: "claimed", token };
      const args = [claim, String(lease)];
      return claimResultOf(textOf(await runScript(commands, claimScript, name, args)), token);
    },

    async complete(key, token, { ttlMs, reply }) {
      const ttl = String(wholeMs("ttlMs", ttlMs));
      const name = redisKey(key);
      const args = [claimText(token), doneText(token, nextCall(), reply), ttl];
      return isSettled(await runScript(commands, completeScript, name, args));
    },

    async release(key, token) {
      const args = [claimText(token)];
      return isSettled(await runScript(commands, releaseScript, redisKey(key), args));
    },
  };
}
