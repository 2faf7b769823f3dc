import type { Secret } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import {
  delivery,
  endpoint,
  eventBody,
  plain,
  received,
  refusal,
  secret,
} from "./sample-endpoint.ts";
import { bodyHmac, hmacHex, now, provider, timed, timedDelivery } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
const signedBy = (key: string) =>
  delivery(body, { headers: { "x-signature": hmacHex(key, body) } });

describe("the secret that matched is told to the handler and in the outcome", () => {
  test.each<[string, Secret, string | number]>([
    ["one", secret, 0],
    ["a list", ["old", secret], 1],
    ["a record", { platform: "other", connect: secret }, "connect"],
    ["bytes", new TextEncoder().encode(secret), 0],
    ["a function", () => ({ live: secret }), "live"],
    ["a function that takes its time", async () => ["old", secret], 1],
  ])("%s", async (_, given, label) => {
    const { receive, outcomes, events } = endpoint({ secret: given });
    expect(await receive(delivery(body))).toEqual(received());
    expect(events[0]?.secretLabel).toBe(label);
    expect(outcomes[0]?.secretLabel).toBe(label);
  });

  test("each of several, delivery after delivery", async () => {
    const { receive, events } = endpoint({ secret: { a: "one", b: "two", c: "three" } });
    for (const key of ["two", "one", "three", "two"]) await receive(signedBy(key));
    expect(events.map(({ secretLabel }) => secretLabel)).toEqual(["b", "a", "c", "b"]);
    expect(await receive(signedBy("four"))).toEqual(refusal(401, "signature_mismatch"));
  });

  test("several in one signature header, under rotation", async () => {
    const { receive, events } = endpoint({ provider: timed, secret: { new: secret }, now });
    const other = timedDelivery("old", body);
    const genuine = String(timedDelivery(secret, body).headers["x-signature"]);
    const both = `${other.headers["x-signature"]},${genuine.slice(genuine.indexOf("v1="))}`;
    expect(await receive({ ...other, headers: { "x-signature": both } })).toEqual(received());
    expect(events[0]?.secretLabel).toBe("new");
  });
});

describe("a secret function", () => {
  const tenants: Readonly<Record<string, string>> = { a: "secret of a", b: "secret of b" };
  const ofTenant = ({ url }: { url: string }) => tenants[url.split("/").at(-1) ?? ""];
  const to = (tenant: string, key: string) => ({ ...signedBy(key), url: `/hooks/${tenant}` });

  test("is asked for each delivery, and serves many tenants", async () => {
    const ask = vi.fn(ofTenant);
    const { receive } = endpoint({ secret: ask });
    expect(await receive(to("a", "secret of a"))).toEqual(received());
    expect(await receive(to("b", "secret of b"))).toEqual(received());
    expect(await receive(to("b", "secret of a"))).toEqual(refusal(401, "signature_mismatch"));
    expect(await receive(to("a", "secret of b"))).toEqual(refusal(401, "signature_mismatch"));
    expect(ask).toHaveBeenCalledTimes(4);
  });

  test("gets the delivery with its bytes", async () => {
    const ask = vi.fn((_: unknown) => secret);
    await endpoint({ secret: ask }).receive(delivery(body));
    expect(ask).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ method: "POST", body: new TextEncoder().encode(body) }),
    );
  });

  test("that knows no such tenant: 401, whatever the signature", async () => {
    for (const unknown of [ofTenant, async () => undefined]) {
      const { receive, outcomes, events } = endpoint({ secret: unknown });
      for (const key of ["secret of a", "", "undefined", "null"]) {
        expect(await receive(to("c", key))).toEqual(refusal(401, "signature_mismatch"));
      }
      expect(await receive({ ...to("c", ""), headers: {} })).toMatchObject({ status: 401 });
      expect(outcomes[0]).toMatchObject({ kind: "refused", status: 401, secretLabel: undefined });
      expect(events).toEqual([]);
    }
  });

  test.each<[string, () => never]>([
    [
      "throws",
      () => {
        throw new Error("the vault is closed");
      },
    ],
    ["rejects", () => Promise.reject(new Error("the vault is closed")) as never],
    ["rejects with undefined", () => Promise.reject(undefined) as never],
  ])("that %s: 503, so that the provider tries again", async (_, ask) => {
    const store = sampleStore();
    const { receive, outcomes } = endpoint({ secret: ask, store });
    expect(await receive(delivery(body))).toEqual(refusal(503, "secret_unavailable"));
    expect(outcomes).toMatchObject([{ kind: "failed", status: 503, code: "secret_unavailable" }]);
    expect(store.verbs()).toEqual([]);
  });

  test.each(["", " ", "whsec_", `${secret}\n`, [], {}, [secret, ""]])(
    "that gives %j, which can't be right: no 2xx for what that would sign",
    async (wrong) => {
      const { receive, events } = endpoint({ secret: () => wrong as never });
      for (const key of ["", " ", "whsec_", `${secret}\n`]) {
        expect(await receive(signedBy(key))).toEqual(refusal(500, "secret_invalid"));
      }
      expect(events).toEqual([]);
    },
  );
});

test("a secret that the provider's format does not take throws at creation", () => {
  const formatted = provider({
    signature: { ...bodyHmac, secret: { prefix: "whsec_", encoding: "base64" } },
  });
  expect(() => endpoint({ provider: formatted, secret: "whsec_not base64!" })).toThrow(
    expect.objectContaining({ code: "secret_invalid" }),
  );
  expect(() => endpoint({ provider: plain, secret: "whsec_not base64!" })).not.toThrow();
});
