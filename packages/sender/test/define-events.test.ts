import { expect, test, vi } from "vitest";
import { z } from "zod";
import { defineEvents, type SenderError, versioned } from "../src/index.ts";

const user = versioned("v1", z.object({ name: z.string() }))
  .next("v2", z.object({ first: z.string(), last: z.string() }), ({ first, last }) => ({
    name: `${first} ${last}`,
  }))
  .next(
    "v10",
    z.object({ first: z.string(), last: z.string(), email: z.email().default("none@example.com") }),
    async ({ first, last }) => ({ first, last }),
  );

const events = defineEvents({
  "user.created": user,
  "team.created": versioned("v2", z.object({ id: z.number() })),
  "invoice.paid": z.object({
    amount: z.number().int(),
    lines: z.array(z.object({ text: z.string() })).default([]),
    contacts: z.record(z.string(), z.object({ age: z.number() })).optional(),
  }),
  "check.done": z.object({ n: z.number().refine(async (n) => n > 0) }),
});

const ada = { first: "Ada", last: "Lovelace" };

const refusal = (type: string, data: unknown, version?: string): Promise<unknown> =>
  events.convert({ type, data }, version).then(
    () => "taken",
    ({ code, field }: SenderError) => `${code} ${field}`,
  );

test("an endpoint gets the version it is pinned to", async () => {
  const convert = (version?: string) =>
    events.convert({ type: "user.created", data: ada }, version);
  const newest = { version: "v10", data: { ...ada, email: "none@example.com" } };
  expect(await convert()).toEqual(newest);
  expect(await convert("v10")).toEqual(newest);
  expect(await convert("v2")).toEqual({ version: "v2", data: ada });
  expect(await convert("v1")).toEqual({ version: "v1", data: { name: "Ada Lovelace" } });
});

test("the pin is one for all types: each is sent in the newest version that is no newer", async () => {
  const convert = (version: string) =>
    events.convert({ type: "team.created", data: { id: 1 } }, version);
  expect(await convert("v10")).toMatchObject({ version: "v2" });
  expect(await convert("v1"), "it came later than the pin").toMatchObject({ version: "v2" });
  expect(await refusal("user.created", ada, "v3")).toBe("endpoint_invalid version");
  expect(await refusal("user.created", ada, "")).toBe("endpoint_invalid version");
  const unversioned = { type: "invoice.paid", data: { amount: 1 } };
  expect(await events.convert(unversioned, "v1")).toEqual({ data: { amount: 1, lines: [] } });
});

test("what the schema strips is not sent", async () => {
  const event = { type: "invoice.paid", data: { amount: 1, secret: "s" } };
  expect(await events.convert(event, undefined)).toEqual({ data: { amount: 1, lines: [] } });
});

test("wrong data is refused by its place", async () => {
  expect(await refusal("invoice.paid", { amount: "much" })).toBe("event_invalid data.amount");
  expect(await refusal("invoice.paid", { amount: 1, lines: [{ text: "a" }, {}] })).toBe(
    "event_invalid data.lines.1.text",
  );
  expect(await refusal("invoice.paid", undefined)).toBe("event_invalid data");
  expect(await refusal("check.done", { n: 1 })).toBe("taken");
  expect(await refusal("check.done", { n: -1 })).toBe("event_invalid data.n");
  // A key may be data as well.
  const contacts = { "ada@example.com": {} };
  expect(await refusal("invoice.paid", { amount: 1, contacts })).toBe(
    "event_invalid data.contacts.*.age",
  );
  for (const type of ["invoice.payed", "toString", "__proto__", ""]) {
    expect(await refusal(type, {})).toBe("event_invalid type");
  }
});

test("no error holds the data", async () => {
  const data = { amount: "4111 1111 1111 1111" };
  const error = await events.convert({ type: "invoice.paid", data }, undefined).catch((e) => e);
  expect(error).toMatchObject({ code: "event_invalid" });
  expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("4111");
  expect(error.cause).toBe(undefined);
});

test("a converter's fault is the event's, named by the version", async () => {
  const schema = z.object({ n: z.number() });
  const faulty = defineEvents({
    a: versioned("v1", schema).next("v2", schema, ({ n }) => ({ n: `${n}` }) as never),
    b: versioned("v1", schema).next("v2", schema, () => {
      throw new Error("converter");
    }),
  });
  const convert = (type: string) => faulty.convert({ type, data: { n: 1 } }, "v1");
  await expect(convert("a")).rejects.toThrow("data.n: does not match the schema of a.v1");
  await expect(convert("b")).rejects.toThrow("data: b.v2 can't be converted");
});

test("a validator that throws, at once or later, refuses the event", async () => {
  const throwing = (validate: () => never | Promise<never>) => ({
    "~standard": { version: 1 as const, vendor: "test", validate },
  });
  const made = defineEvents({
    now: throwing(() => {
      throw new Error("now");
    }),
    later: throwing(() => Promise.reject(new Error("later"))),
  });
  for (const type of ["now", "later"]) {
    await expect(made.convert({ type, data: 1 }, undefined)).rejects.toMatchObject({
      code: "event_invalid",
      field: "data",
    });
  }
});

test("each conversion is made once", async () => {
  const toPrevious = vi.fn(() => ({ n: 1 }));
  const schema = z.object({ n: z.number() });
  const made = defineEvents({ a: versioned("v1", schema).next("v2", schema, toPrevious) });
  await made.convert({ type: "a", data: { n: 2 } }, "v2");
  expect(toPrevious).not.toHaveBeenCalled();
  await made.convert({ type: "a", data: { n: 2 } }, "v1");
  expect(toPrevious).toHaveBeenCalledExactlyOnceWith({ n: 2 });
});

const some = z.object({});

test.each([
  ["a type with white space", { "user created": some }],
  ["an empty word", { "user..created": some }],
  ["a dot at the end", { "user.": some }],
  ["a long type", { ["a".repeat(201)]: some }],
  ["no schema", { a: {} as never }],
  ["a schema of nothing", { a: { schema: {} } as never }],
  ["versions in the wrong order", { a: versioned("v2", some).next("v1", some, () => ({})) }],
  ["a version twice", { a: versioned("v1", some).next("v1", some, () => ({})) }],
  ["numbers by their digits", { a: versioned("v10", some).next("v9", some, () => ({})) }],
  ["a version that is no word", { a: versioned("v 1", some) }],
  ["an empty version", { a: versioned("", some) }],
  ["a type that is another's version", { a: versioned("v1", some), "a.v1": some }],
])("refused when it is defined: %s", (_, declarations) => {
  expect(() => defineEvents(declarations)).toThrow(
    expect.objectContaining({ code: "option_invalid" }),
  );
});
