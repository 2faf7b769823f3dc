import type { SchemaResult, StandardSchema } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { delivery, endpoint, eventBody, received, refusal } from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const paid = z.object({ id: z.string(), amount: z.coerce.number().positive() });

/** The schema is given past the types, which are proven in typed-events.test-d.ts. */
const withSchema = (schema: unknown, on: Record<string, () => unknown>) => {
  const store = sampleStore();
  return { store, ...endpoint({ schema, on, store } as never) };
};

const standard = (validate: (value: unknown) => unknown): StandardSchema => ({
  "~standard": {
    version: 1,
    vendor: "sample",
    validate: validate as (value: unknown) => SchemaResult<unknown>,
  },
});

const body = (fields: object, type = "paid") => JSON.stringify({ id: "evt_1", type, ...fields });

describe("what a schema makes of the payload reaches the handler", () => {
  test("by type", async () => {
    const on = { paid: vi.fn(), other: vi.fn() };
    const { receive } = withSchema({ paid }, on);
    await receive(delivery(body({ amount: "12.5", extra: true })));
    expect(on.paid.mock.calls[0]?.[0]).toMatchObject({ payload: { id: "evt_1", amount: 12.5 } });
    expect(on.paid.mock.calls[0]?.[0].payload).not.toHaveProperty("extra");
    expect(on.other).not.toHaveBeenCalled();
  });

  test("for all types", async () => {
    const on = { paid: vi.fn(), "*": vi.fn() };
    const { receive } = withSchema(paid, on);
    await receive(delivery(body({ amount: "1" })));
    await receive(delivery(JSON.stringify({ id: "evt_2", type: "refunded", amount: "2" })));
    expect(on.paid.mock.calls[0]?.[0].payload).toEqual({ id: "evt_1", amount: 1 });
    expect(on["*"].mock.calls[0]?.[0].payload).toEqual({ id: "evt_2", amount: 2 });
  });

  test("later, and transformed", async () => {
    const schema = z
      .object({ amount: z.number() })
      .transform(async ({ amount }) => ({ cents: amount * 100 }));
    const on = { paid: vi.fn() };
    const { receive } = withSchema({ paid: schema }, on);
    expect(await receive(delivery(body({ amount: 2 })))).toEqual(received());
    expect(on.paid.mock.calls[0]?.[0].payload).toEqual({ cents: 200 });
  });

  test("even undefined and null", async () => {
    for (const value of [undefined, null]) {
      const on = { "*": vi.fn() };
      const { receive } = withSchema(
        standard(() => ({ value })),
        on,
      );
      await receive(delivery(body({})));
      expect(on["*"].mock.calls[0]?.[0].payload).toBe(value);
    }
  });

  test("from a schema that is a function", async () => {
    const callable = Object.assign(
      () => undefined,
      standard(() => ({ value: "made" })),
    );
    const on = { "*": vi.fn() };
    const { receive } = withSchema(callable, on);
    await receive(delivery(body({})));
    expect(on["*"].mock.calls[0]?.[0].payload).toBe("made");
  });
});

describe("schemas by type", () => {
  test("leave other types as they are", async () => {
    const on = { paid: vi.fn(), "*": vi.fn() };
    const { receive } = withSchema({ paid }, on);
    await receive(delivery(body({ amount: "x" }, "refunded")));
    expect(on["*"].mock.calls[0]?.[0].payload).toEqual({
      id: "evt_1",
      type: "refunded",
      amount: "x",
    });
  });

  test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "have none for %s, by way of the prototype",
    async (type) => {
      const on = { "*": vi.fn() };
      const { receive } = withSchema({ paid }, on);
      expect(await receive(delivery(body({}, type)))).toEqual(received());
      expect(on["*"]).toHaveBeenCalledTimes(1);
    },
  );

  test("are not asked where no handler takes the type", async () => {
    const validate = vi.fn(() => ({ value: 1 }));
    const { receive, outcomes } = withSchema({ paid: standard(validate) }, {});
    await receive(delivery(body({})));
    expect(validate).not.toHaveBeenCalled();
    expect(outcomes).toMatchObject([{ kind: "ignored" }]);
  });
});

describe("a payload that does not match", () => {
  test.each<[string, unknown]>([
    ["by type", { paid }],
    ["for all", paid],
    ["later", { paid: paid.refine(async () => false) }],
  ])("%s: 422, no handler runs, the claim is freed", async (when, schema) => {
    const on = { paid: vi.fn() };
    const { receive, outcomes, store } = withSchema(schema, on);
    const refused = when === "later" ? body({ amount: 1 }) : body({ amount: -1 });
    expect(await receive(delivery(refused))).toEqual(refusal(422, "payload_invalid"));
    expect(outcomes).toMatchObject([
      { kind: "refused", status: 422, code: "payload_invalid", id: "evt_1", type: "paid" },
    ]);
    expect(on.paid).not.toHaveBeenCalled();
    expect(store.verbs()).toEqual(["claim", "release"]);
  });

  test("is told by the place, and never by its value", async () => {
    const schema = z.strictObject({
      id: z.string(),
      type: z.string(),
      card: z.object({ number: z.literal("1111").or(z.email()) }),
    });
    const { receive, outcomes } = withSchema(schema, { "*": vi.fn() });
    const reply = await receive(delivery(body({ card: { number: "4242-4242" } })));
    const { error } = outcomes[0] ?? {};
    expect(error?.message).toContain("card.number");
    expect(error?.cause).toBeUndefined();
    expect(JSON.stringify([reply, outcomes, error?.message, error?.stack])).not.toContain("4242");
  });

  test("is refused whatever the schema says of the place", async () => {
    for (const path of [
      undefined,
      [],
      ["a", 0, { key: "b" }],
      [Symbol("s")],
      [{ key: Symbol("s") }],
      ["x".repeat(10_000)],
    ]) {
      const schema = standard(() => ({ issues: [{ message: "4242", path }] }));
      const { receive, outcomes } = withSchema(schema, { "*": vi.fn() });
      expect(await receive(delivery(body({})))).toEqual(refusal(422, "payload_invalid"));
      expect(outcomes[0]?.error?.message.length).toBeLessThan(200);
      expect(outcomes[0]?.error?.message).not.toContain("4242");
    }
    const { receive } = withSchema(
      standard(() => ({ issues: [] })),
      { "*": vi.fn() },
    );
    expect((await receive(delivery(eventBody()))).status).toBe(422);
  });
});

describe("a schema that fails of itself", () => {
  const cause = new Error("boom");
  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw cause;
      },
    ],
    ["rejects", () => Promise.reject(cause)],
    ["answers nothing", () => undefined],
    ["answers null", () => null],
  ])("%s: 500, no handler runs, the claim is freed", async (_, validate) => {
    const on = { "*": vi.fn() };
    const { receive, outcomes, store } = withSchema(standard(validate), on);
    expect(await receive(delivery(body({})))).toEqual(refusal(500, "handler_failed"));
    expect(outcomes).toMatchObject([{ kind: "failed", code: "handler_failed" }]);
    expect(on["*"]).not.toHaveBeenCalled();
    expect(store.verbs()).toEqual(["claim", "release"]);
  });
});
