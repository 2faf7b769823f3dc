import { expect, test } from "vitest";
import { jobIdOfKey, jobKeyOf } from "../src/job-key.ts";

const awkward = ["0", "007", "-5", "12345678901234567890", "wait", "meta", "stalled-check", "Wait"];
const others = [
  "a:b",
  "a:b:lock",
  "{tag}",
  "%77ait",
  "%30",
  "größe ♥",
  "a b",
  "\0",
  "evt_1.ep_2",
  "x1",
];

test.each([...awkward, ...others])("%j has a key of its own, and comes back", (id) => {
  const key = jobKeyOf(id);
  expect(key).not.toMatch(/^-?\d+$|^[A-Za-z-]+$|[:{} \0]/);
  expect(jobIdOfKey(key)).toBe(id);
});

test("an id that looks like another's key has another key", () => {
  const ids = [...awkward, ...others];
  const all = new Set([...ids, ...ids.map(jobKeyOf)]);
  expect(new Set([...all].map(jobKeyOf)).size).toBe(all.size);
});

test("what a provider writes stays readable", () => {
  expect(jobKeyOf("evt_1PqRs.ep_7")).toBe("evt_1PqRs.ep_7");
});
