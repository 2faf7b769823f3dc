import type { StoreCase } from "./test-store-trial.ts";

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

/** That a key is a key, whatever is in it. */
export const keyCases: readonly StoreCase[] = [
  {
    name: "keys: any characters, and none stands for another",
    run: async (trial) => {
      const tokens: string[] = [];
      for (const key of keys) {
        tokens.push(await trial.claimed(`the new key ${JSON.stringify(key)}`, key));
      }
      for (const [i, key] of keys.entries()) {
        const what = `the key ${JSON.stringify(key)}`;
        const token = tokens[i] as string;
        await trial.inProgress(what, key);
        if (i % 3 === 0) trial.holds(await trial.release(key, token), `${what} isn't released`);
        if (i % 3 === 1) {
          const reply = { status: 200, headers: {}, body: key };
          trial.holds(await trial.complete(key, token, { reply }), `${what} isn't completed`);
        }
      }
      for (const [i, key] of keys.entries()) {
        const what = `the key ${JSON.stringify(key)}`;
        if (i % 3 === 0) await trial.claimed(what, key);
        if (i % 3 === 1) {
          const { reply } = await trial.done(what, key);
          trial.holds(reply?.body === key, `${what} has the reply of another`);
        }
        if (i % 3 === 2) await trial.inProgress(what, key);
      }
    },
  },
];
