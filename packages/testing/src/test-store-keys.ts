import { isWebhookError } from "@hooks/core";
import { longMs, type StoreCase, type StoreTrial } from "./test-store-trial.ts";

const long = "k".repeat(1023);

/** Keys that an implementation may take for one another, or for something else. */
const keys: readonly string[] = [
  "a",
  "A",
  "a ",
  " a",
  "a\0",
  "a\0\0",
  "a\n",
  "a\r\n",
  "a:",
  "a:b",
  "a::b",
  "a:b:c",
  "ab",
  "a*",
  "a?",
  "[a]",
  "{a}",
  "{a}b",
  "a'b",
  'a"b',
  "a\\b",
  "a/b",
  "a%2Fb",
  "a%",
  "$&",
  "é",
  "e\u0301",
  "größe ♥ 🪝",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "undefined",
  "null",
  "0",
  "00",
  "-1",
  "1e3",
  `${long}1`,
  `${long}2`,
  `1${long}`,
];

const latin1: string = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));

/** Text that is not well-formed, or takes more room than it has characters: ids are as long as 1024 of these. */
const awkwardKeys: readonly string[] = [
  latin1,
  latin1.slice(1),
  "\ud800",
  "\udbff",
  "\udc00",
  "\udc00\ud800",
  "\ufffd",
  "\ufffd\ufffd",
  "\\ud800",
  "\\\\ud800",
  "\u2028",
  "\u2029",
  "\ufeff",
  `${"é".repeat(1023)}1`,
  `${"é".repeat(1023)}2`,
  `${"漢".repeat(1023)}1`,
  `${"漢".repeat(1023)}2`,
  `1${"漢".repeat(1023)}`,
  `${"🪝".repeat(511)}1`,
  `${"🪝".repeat(511)}2`,
  `${"\ud83e".repeat(1023)}1`,
  `${"\ud83e".repeat(1023)}2`,
  `${"\0".repeat(1023)}1`,
  `${"\0".repeat(1023)}2`,
];

const noKeys: readonly unknown[] = [undefined, null, 5, true, {}, ["k"]];

const nameOf = (key: string): string => {
  const json = JSON.stringify(key);
  return `the key ${json.length > 50 ? `${json.slice(0, 20)}…${json.slice(-10)}` : json}`;
};

/** Each key is a delivery of its own, through all verbs. */
async function areApart(trial: StoreTrial, all: readonly string[]): Promise<void> {
  const tokens: string[] = [];
  for (const key of all) tokens.push(await trial.claimed(`${nameOf(key)}, new,`, key));
  for (const [i, key] of all.entries()) {
    const what = nameOf(key);
    const token = tokens[i] as string;
    await trial.inProgress(what, key);
    if (i % 3 === 0) trial.holds(await trial.release(key, token), `${what} isn't released`);
    if (i % 3 === 1) {
      const reply = { status: 200, headers: {}, body: `reply ${i}` };
      trial.holds(await trial.complete(key, token, { reply }), `${what} isn't completed`);
    }
  }
  for (const [i, key] of all.entries()) {
    const what = nameOf(key);
    if (i % 3 === 0) await trial.claimed(what, key);
    if (i % 3 === 1) {
      const { reply } = await trial.done(what, key);
      trial.holds(reply?.body === `reply ${i}`, `${what} has the reply of another`);
    }
    if (i % 3 === 2) await trial.inProgress(what, key);
  }
}

/** That a key is a key, whatever is in it. */
export const keyCases: readonly StoreCase[] = [
  {
    name: "keys: any characters, and none stands for another",
    run: (trial) => areApart(trial, keys),
  },
  {
    name: "keys: long ones, and text that is not well-formed",
    run: (trial) => areApart(trial, awkwardKeys),
  },
  {
    name: "keys: what is none, or over a megabyte, is refused",
    run: async (trial) => {
      for (const key of noKeys) {
        const call = async () => trial.store.claim(key as string, { leaseMs: longMs });
        await trial.fails(`the key ${JSON.stringify(key)}`, call);
      }
      for (const length of [2 ** 20 + 1, 2 ** 21]) {
        const what = `a key of ${length} characters`;
        const error = await trial.fails(what, () => trial.claim("k".repeat(length)));
        const isRightCode = isWebhookError(error) && error.code === "store_failed";
        trial.holds(isRightCode, `${what} fails with ${String(error)}, not with store_failed`);
      }
      await trial.claimed("a key like those that were refused", "undefined");
    },
  },
];
