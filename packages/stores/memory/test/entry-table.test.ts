import { expect, test } from "vitest";
import { EntryTable } from "../src/entry-table.ts";

const reply = { status: 200, headers: {}, body: "large" };

function add(table: EntryTable, key: string): number {
  expect(table.find(key)).toBeUndefined();
  const slot = table.add();
  table.claim(slot, "token", 0, 1000, "not a SHA-256");
  return slot;
}

test("what is removed leaves nothing behind in its slot", () => {
  const table = new EntryTable(10);
  const slot = add(table, "k");
  table.complete(slot, 0, 1000, reply);
  table.remove(slot);
  expect(table.size).toBe(0);
  expect(table.find("k")).toBeUndefined();
  expect(table.replyCopy(slot)).toBeUndefined();
  expect(table.digest(slot)).toBeUndefined();
});

test("slots are used again, so that the columns grow no further than the entries", () => {
  const table = new EntryTable(10);
  const slots = new Set<number>();
  for (let i = 0; i < 5000; i++) {
    expect(table.makeRoom(0)).toBe(true);
    const slot = add(table, `k${i}`);
    slots.add(slot);
    if (i % 3 === 0) table.remove(slot);
    else table.complete(slot, 0, 1000 + i, reply);
  }
  expect(table.size).toBe(10);
  expect(slots.size).toBe(10);
});
