import type { Reply } from "@hooks/core";
import type { StoreCase, StoreTrial } from "./test-store-trial.ts";

const allBytes: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const quarterMebibyte = 256 * 1024;

const bodies: readonly Reply["body"][] = [
  null,
  "",
  "ok",
  '{"json":"\\"\\u0000"}',
  "\uFEFFgröße ♥ 🪝\r\n\t\0\u2028\u2029 end ",
  "null",
  "x".repeat(quarterMebibyte),
  // As long, in UTF-8; most ways to write text down make it longer.
  'é"\\\n'.repeat(Math.floor(quarterMebibyte / 5)),
  new Uint8Array(0),
  allBytes,
  Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28),
  // A view of a part, as buffers from a pool are.
  allBytes.subarray(100, 140),
  Uint8Array.from({ length: quarterMebibyte }, (_, i) => (i * 31) & 0xff),
];

const headerSets: readonly Reply["headers"][] = [
  {},
  { "content-type": "application/json", "x-empty": "" },
  { "X-Case": "Kept", "x-text": 'größe ♥ "quoted", a=b; \\', "x-last": " spaced " },
];

const kindOf = (body: unknown): string =>
  body instanceof Uint8Array ? "bytes" : body === null ? "null" : typeof body;

function isSameBody(one: Reply["body"], other: Reply["body"]): boolean {
  if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return one === other;
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function holdsReply(trial: StoreTrial, actual: Reply | undefined, expected: Reply): void {
  const kind = kindOf(expected.body);
  const what = `a reply of ${expected.body?.length ?? 0} characters or bytes (${kind})`;
  trial.holds(actual?.status === expected.status, `${what} has the status ${actual?.status}`);
  trial.holds(kindOf(actual?.body) === kind, `${what} comes back as ${kindOf(actual?.body)}`);
  trial.holds(isSameBody(actual?.body ?? null, expected.body), `${what} comes back changed`);
  const names = Object.keys(expected.headers);
  const isSame = names.every((name) => actual?.headers[name] === expected.headers[name]);
  const isAll = Object.keys(actual?.headers ?? {}).length === names.length;
  trial.holds(isSame && isAll, `${what} has the headers ${JSON.stringify(actual?.headers)}`);
}

/** What is kept with a completed delivery. */
export const replyCases: readonly StoreCase[] = [
  {
    name: "reply: again, byte for byte",
    run: async (trial) => {
      const replies = bodies.map((body, i) => ({
        status: 200 + i,
        headers: headerSets[i % headerSets.length] as Reply["headers"],
        body,
      }));
      for (const [i, reply] of replies.entries()) await trial.finish(`k${i}`, { reply });
      // Twice, for the first answer must not use it up.
      for (const [i, reply] of [...replies.entries(), ...replies.entries()]) {
        holdsReply(trial, (await trial.done("a completed delivery", `k${i}`)).reply, reply);
      }
    },
  },
  {
    name: "reply: none stays none",
    run: async (trial) => {
      await trial.finish("k");
      const { reply, digest } = await trial.done("a completed delivery", "k");
      trial.holds(reply === undefined, `no reply comes back as ${JSON.stringify(reply)}`);
      trial.holds(digest === undefined, `no digest comes back as ${digest}`);
      await trial.finish("digest only", { digest: "d" });
      const other = await trial.done("a completed delivery", "digest only");
      trial.holds(other.reply === undefined, "no reply comes back as one beside a digest");
    },
  },
  {
    name: "reply: not changed by what is done to it outside",
    run: async (trial) => {
      const given = { status: 200, headers: { a: "1" }, body: Uint8Array.of(1, 2, 3) };
      const expected = structuredClone(given);
      await trial.finish("k", { reply: given });
      const spoil = (reply: Reply | undefined): void => {
        if (reply?.body instanceof Uint8Array) reply.body.fill(9);
        // Frozen is as good as copied; assigning to it returns false.
        if (reply) Reflect.set(reply.headers, "a", "9");
        if (reply) Reflect.set(reply, "status", 999);
      };
      spoil(given);
      for (let i = 0; i < 2; i++) {
        const { reply } = await trial.done("a completed delivery", "k");
        holdsReply(trial, reply, expected);
        spoil(reply);
      }
    },
  },
  {
    name: "digest: comes back, and is the holder's",
    run: async (trial) => {
      const hex = "0123456789abcdef".repeat(4);
      const digests = [hex, hex.toUpperCase(), hex.slice(1), `${hex}0`, "größe", " ", `${hex} `];
      for (const digest of digests) await trial.finish(digest, { digest });
      for (const digest of digests) {
        const done = await trial.done("a completed delivery", digest);
        trial.holds(done.digest === digest, `the digest "${digest}" is now "${done.digest}"`);
      }
      const { shortMs } = trial;
      await trial.claimed("a new key", "k", { leaseMs: shortMs, digest: "late" });
      await trial.pass(shortMs);
      const token = await trial.claimed("an expired lease", "k", { digest: "holder" });
      await trial.claim("k", { digest: "loser" });
      trial.holds(await trial.complete("k", token), "the holder can't complete");
      await trial.claim("k", { digest: "duplicate" });
      const { digest } = await trial.done("a completed delivery", "k");
      trial.holds(digest === "holder", `the digest is that of the ${digest}`);
    },
  },
];
