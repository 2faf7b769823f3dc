import { type ClaimResult, type Reply, type Store, WebhookError } from "@hooks/core";
import type { StoreSetup } from "../src/index.ts";

/** What can be wrong with a store, each with a case that finds it out. */
export const defects = {
  "does nothing": "claim: one winner among a hundred at once",
  "lets everybody in": "claim: one winner among a hundred at once",
  "reads, waits, and writes": "claim: one winner among a hundred at once",
  "never ends a lease": "claim: an expired lease hands over, with a new token",
  "lets the lease grow while others ask": "claim: waiting does not make the lease longer",
  "tells others the holder's token": "claim: another has to wait for the lease to end",
  "tells others to wait for longer than the lease":
    "claim: another has to wait for the lease to end",
  "gives one token again": "claim: an expired lease hands over, with a new token",
  "counts tokens from one in each store": "claim: no token is given twice",
  "takes any lease": "claim: a lease that is no time is refused",
  "takes any time to live": "settle: a time to live that is no time is refused",
  "does not look at the token": "settle: a late holder can neither complete nor release",
  "does not look at the token of a release":
    "settle: a late holder can neither complete nor release",
  "looks at the token's beginning": "settle: only by the claim's own token",
  "completes after the lease": "settle: not after the lease, even if nobody else has come",
  "completes twice": "settle: once only",
  "releases what is completed": "settle: once only",
  "settles after a wait": "settle: once only, by a hundred at once",
  "forgets with the lease": "time: done outlives the lease",
  "ignores the time to live": "time: the time to live frees",
  "lives for longer when it is asked for": "time: being asked for makes it no longer",
  "has one time to live for all": "time: each delivery has its own",
  "takes text for a number": "claim: a lease that is no time is refused",
  "refuses the longest times": "time: the shortest and the longest",
  "rounds times down": "time: the shortest and the longest",
  "keeps the last reply": "time: the time to live frees",
  "keeps the body as text": "reply: again, byte for byte",
  "keeps no empty body": "reply: again, byte for byte",
  "keeps all of a view's buffer": "reply: again, byte for byte",
  "writes header names in lower case": "reply: again, byte for byte",
  "invents a reply": "reply: none stays none",
  "keeps the reply that it was given": "reply: not changed by what is done to it outside",
  "gives out the reply that it keeps": "reply: not changed by what is done to it outside",
  "forgets the digest": "digest: comes back, and is the holder's",
  "takes the digest of whoever asks": "digest: comes back, and is the holder's",
  "writes the digest in lower case": "digest: comes back, and is the holder's",
  "trims keys": "keys: any characters, and none stands for another",
  "normalises keys": "keys: any characters, and none stands for another",
  "cuts long keys": "keys: any characters, and none stands for another",
  "writes keys as UTF-8": "keys: long ones, and text that is not well-formed",
  "cuts keys after 2048 bytes": "keys: long ones, and text that is not well-formed",
  "refuses keys of more than 2048 bytes": "keys: long ones, and text that is not well-formed",
  "ends keys at a NUL": "keys: long ones, and text that is not well-formed",
  "takes what is no key": "keys: what is none, or over a megabyte, is refused",
  "takes keys of any length": "keys: what is none, or over a megabyte, is refused",
  "drops line separators": "reply: again, byte for byte",
  "grows without a bound": "bound: the oldest completed deliveries go first",
  "drops the newest": "bound: the oldest completed deliveries go first",
  "drops what is old before what has expired": "bound: what has expired goes before what has not",
  "drops live claims": "bound: a live claim never goes",
  "lets one claim too many in": "bound: a claim too many fails, and harms nobody",
  "keeps what is released": "bound: what is released or abandoned makes room",
} as const;

export type Defect = keyof typeof defects;

interface Entry {
  token: string;
  isDone: boolean;
  until: number;
  readonly digest: string | undefined;
  reply?: Reply | undefined;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Wrong bodies and headers, as a store makes them that writes a reply down in its own way. */
function recorded(reply: Reply, has: (defect: Defect) => boolean): Reply {
  if (has("keeps the reply that it was given")) return reply;
  let { status, headers, body } = structuredClone(reply);
  if (body instanceof Uint8Array) {
    if (has("keeps the body as text")) body = new TextDecoder().decode(body);
    else if (has("keeps all of a view's buffer")) body = new Uint8Array(body.buffer);
  }
  if (has("drops line separators") && typeof body === "string") {
    body = body.replaceAll("\u2028", "");
  }
  if (has("keeps no empty body") && body?.length === 0) body = null;
  if (has("writes header names in lower case")) headers = Object.fromEntries(new Headers(headers));
  return { status, headers, body };
}

/** A plain store of promises with a clock that can be moved, right but for the defects. */
export function storeWith(maxEntries: number, ...present: readonly Defect[]): StoreSetup {
  const has = (defect: Defect): boolean => present.includes(defect);
  const entries = new Map<string, Entry>();
  const prefix = has("counts tokens from one in each store") ? "t" : crypto.randomUUID();
  let now = 0;
  let count = 0;
  let lastReply: Reply | undefined;
  const lives = ({ until, isDone }: Entry): boolean =>
    until > now || (!isDone && has("never ends a lease"));
  const isDuration = (ms: unknown): boolean => {
    const number = has("takes text for a number") && typeof ms === "string" ? Number(ms) : ms;
    const least = has("rounds times down") ? 1 : Number.MIN_VALUE;
    const most = has("refuses the longest times") ? 2 ** 31 : Number.MAX_SAFE_INTEGER;
    return typeof number === "number" && number >= least && number <= most;
  };

  const keyOf = (key: string): string => {
    const isKey = typeof key === "string" || has("takes what is no key");
    const isShort = String(key).length <= 1_000_000 || has("takes keys of any length");
    if (!isKey || !isShort) throw new WebhookError("store_failed");
    const bytes = new TextEncoder().encode(key);
    if (has("writes keys as UTF-8")) return new TextDecoder().decode(bytes);
    if (has("cuts keys after 2048 bytes")) return new TextDecoder().decode(bytes.subarray(0, 2048));
    if (has("refuses keys of more than 2048 bytes") && bytes.length > 2048) {
      throw new WebhookError("store_failed");
    }
    if (has("ends keys at a NUL")) return key.split("\0", 1).join();
    if (has("trims keys")) return key.trim();
    if (has("normalises keys")) return key.normalize();
    return has("cuts long keys") ? key.slice(0, 255) : key;
  };

  const makeRoom = (): void => {
    if (has("grows without a bound")) return;
    const all = [...entries];
    const ended = all.filter(([, entry]) => !lives(entry));
    const done = all.filter(([, { isDone }]) => isDone);
    let queue = has("drops what is old before what has expired") ? done : [...ended, ...done];
    if (has("drops live claims")) queue = all;
    const least = has("drops the newest") ? queue.at(-1) : queue[0];
    if (least) entries.delete(least[0]);
    else if (!has("lets one claim too many in")) throw new WebhookError("store_failed");
  };

  const claim: Store["claim"] = async (rawKey, { leaseMs, digest }) => {
    if (!isDuration(leaseMs) && !has("takes any lease")) throw new WebhookError("option_invalid");
    if (has("does nothing")) return undefined as never;
    const key = keyOf(rawKey);
    const entry = entries.get(key);
    if (has("reads, waits, and writes")) await pause();
    if (entry && lives(entry) && !has("lets everybody in")) return answer(entry, leaseMs, digest);
    if (!entry && entries.size >= maxEntries) makeRoom();
    const token = has("gives one token again") ? `${prefix}${key}` : `${prefix}${++count}`;
    const kept = has("writes the digest in lower case") ? digest?.toLowerCase() : digest;
    // Last in the Map's order, as it is the newest.
    entries.delete(key);
    entries.set(key, { token, isDone: false, until: now + leaseMs, digest: kept });
    return { state: "claimed", token };
  };

  const answer = (entry: Entry, leaseMs: number, digest: string | undefined): ClaimResult => {
    if (!entry.isDone) {
      if (has("lets the lease grow while others ask")) entry.until = now + leaseMs;
      if (has("takes the digest of whoever asks")) Object.assign(entry, { digest });
      const tooLong = has("tells others to wait for longer than the lease") ? 2 : 1;
      const held = { state: "in_progress", retryAfterMs: (entry.until - now) * tooLong } as const;
      return has("tells others the holder's token") ? { ...held, ...entry } : held;
    }
    if (has("lives for longer when it is asked for")) entry.until = now + leaseMs;
    const invented = has("invents a reply") ? { status: 200, headers: {}, body: null } : undefined;
    const reply = has("keeps the last reply") ? lastReply : (entry.reply ?? invented);
    return {
      state: "done",
      reply: has("gives out the reply that it keeps") ? reply : structuredClone(reply),
      digest: has("forgets the digest") ? undefined : entry.digest,
    };
  };

  const find = (key: string, token: string, verb: "complete" | "release"): Entry | undefined => {
    const entry = entries.get(keyOf(key));
    if (entry === undefined || has("does nothing")) return undefined;
    const isAnyone =
      has("does not look at the token") ||
      (verb === "release" && has("does not look at the token of a release")) ||
      (has("looks at the token's beginning") && token.startsWith(entry.token));
    if (entry.token !== token && !isAnyone) return undefined;
    if (!lives(entry) && !has("completes after the lease")) return undefined;
    const isAgain = verb === "complete" ? "completes twice" : "releases what is completed";
    return entry.isDone && !has(isAgain) ? undefined : entry;
  };

  const complete: Store["complete"] = async (key, token, { ttlMs, reply }) => {
    if (!isDuration(ttlMs) && !has("takes any time to live")) {
      throw new WebhookError("option_invalid");
    }
    const entry = find(key, token, "complete");
    if (has("settles after a wait")) await pause();
    if (entry === undefined) return false;
    entry.isDone = true;
    if (has("has one time to live for all")) {
      for (const other of entries.values()) if (other.isDone) other.until = now + ttlMs;
    }
    if (!has("forgets with the lease")) {
      entry.until = has("ignores the time to live") ? Number.POSITIVE_INFINITY : now + ttlMs;
    }
    entry.reply = reply && recorded(reply, has);
    lastReply = entry.reply ?? lastReply;
    return true;
  };

  const release: Store["release"] = async (key, token) => {
    const entry = find(key, token, "release");
    if (has("settles after a wait")) await pause();
    if (entry === undefined) return false;
    if (has("keeps what is released")) {
      entries.set(`${key} ${count}`, { ...entry, token: "", until: Number.POSITIVE_INFINITY });
    }
    entries.delete(keyOf(key));
    return true;
  };

  return {
    store: { claim, complete, release },
    advance: (ms) => {
      now += ms;
    },
  };
}
