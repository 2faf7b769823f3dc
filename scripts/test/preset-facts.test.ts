import { type Delivery, type Field, type Provider, verify, WebhookError } from "@hooks/core";
import { type Vector, vectorDelivery, vectorOptions } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import { list, replay } from "../preset-facts.ts";
import { loadPresets, type Preset } from "../presets.ts";

/** With more than the two hours that the most patient preset allows. */
const later = 400 * 24 * 3600 * 1000;

interface Tried {
  readonly preset: Preset;
  readonly vector: Vector;
}

/** Is a vector still accepted, with something of it changed? */
async function accepts({ preset, vector }: Tried, change: object, ms = 0): Promise<boolean> {
  const options = vectorOptions(vector);
  const delivery: Delivery = { ...vectorDelivery(vector), ...change };
  try {
    await verify(preset.provider, delivery, {
      ...options,
      now: () => vector.now + ms,
      url: vector.request.url,
    });
    return true;
  } catch (error) {
    if (error instanceof WebhookError) return false;
    throw error;
  }
}

/**
 * With another id in it, where it has one that is not in a header; else one more byte, as JSON and forms allow, and for
 * a form also its first letter in another encoding, which makes it other bytes that say the same.
 */
function otherBodies({ preset, vector }: Tried): readonly object[] {
  const { body, headers } = vectorDelivery(vector);
  const text = new TextDecoder().decode(body);
  const { id = "" } = vector.expect;
  if (id !== "" && text.includes(id)) return [{ body: text.replace(id, `${id.slice(0, -1)}~`) }];
  const isForm = Object.values(headers).some((value) => String(value).includes("x-www-form"));
  // The end of a multipart body is not to be added to; the JSON in it is as good with a blank.
  if (text.startsWith("--")) return [{ body: text.replace("{", "{ ") }];
  if (!isForm) return [{ body: `${text} ` }];
  const encoded = text.replace(/^\w/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  // The events of a batch are known by ids of their own, which no encoding changes.
  const isKnownById = preset.provider.batch?.deliveryId !== undefined;
  return [{ body: `${text}&more=1` }, ...(isKnownById ? [] : [{ body: encoded }])];
}

/** Another id, where it is in a header; `undefined` where the delivery has none there. */
function otherId({ deliveryId }: Provider, vector: Vector): object | undefined {
  const ids = list<Field>(deliveryId).flatMap((field) => ("header" in field ? field.header : []));
  const { headers } = vectorDelivery(vector);
  const name = Object.keys(headers).find((one) => ids.includes(one.toLowerCase()));
  return name === undefined ? undefined : { headers: { ...headers, [name]: `${headers[name]}0` } };
}

const presets = await loadPresets();
const tried = presets
  .filter(({ forms }) => forms.length === 1)
  .map((preset) => {
    const vectors = preset.vectors as unknown as readonly Vector[];
    // A body shows more than none.
    const accepted = vectors.filter(({ expect: verdict }) => verdict.error === undefined);
    const vector =
      accepted.find(({ request }) => request.body || request.bodyBase64) ?? accepted[0];
    return {
      preset,
      vector: vector as Vector,
      said: replay(preset, preset.forms[0]?.[1] as never),
    };
  })
  // A function makes what is signed, and no notes say what that covers.
  .filter(({ said }) => said !== "not known");

describe("what the tables say of replay is what verify does", () => {
  test("of every kind there are presets, and each has a delivery to try", () => {
    const kinds = tried.map(({ said }) => said.replace(/\d+/, "n"));
    expect([...new Set(kinds)].sort()).toEqual([
      "after n s",
      "after n s; by body, yes",
      "no",
      "while remembered",
      "while remembered, by body",
      "yes",
    ]);
    expect(tried.filter(({ vector }) => vector === undefined)).toEqual([]);
    expect(tried.length).toBeGreaterThan(120);
  });

  test.each(tried.map((one) => [one.preset.id, one.said, one] as const))(
    "%s: %s",
    async (_, said, one) => {
      expect(await accepts(one, {})).toBe(true);
      const others = otherBodies(one).map((change) => accepts(one, change));
      const isOther = (await Promise.all(others)).includes(true);
      const id = otherId(one.preset.provider, one.vector);
      const isOtherId = id && (await accepts(one, id));
      const isOld = await accepts(one, {}, later);
      // Another body under the same signature: nothing that is remembered stops it.
      expect(isOther).toBe(said === "no");
      if (said === "no") return;
      expect(isOld).toBe(said.startsWith("while remembered"));
      if (said === "yes" || said === "while remembered") expect(isOtherId).not.toBe(true);
      else if (isOtherId !== undefined) expect(isOtherId).toBe(true);
    },
  );
});
