import { type Provider, sign } from "@hooks/core";
import { explain } from "@hooks/core/explain";
import { describe, expect, test } from "vitest";

const secret = "the secret of the tests";
const url = "https://example.com/in";

describe("what is signed beside the body", () => {
  const hmac = {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature" },
    encoding: "hex",
  } as const;
  const about = { id: "sample", name: "Sample", docs: "https://example.com/docs" };

  test("an id that something rewrites is told", async () => {
    const by: Provider = {
      ...about,
      signature: { ...hmac, content: "{id}.{body}" },
      deliveryId: { header: "x-delivery-id" },
    };
    const delivery = await sign(by, { secret, body: "{}", id: "msg_1ab", url });
    const codes = async (more: Record<string, string>) => {
      const headers = { ...(delivery.headers as Record<string, string>), ...more };
      const { causes } = await explain(by, { ...delivery, headers }, { secret });
      return causes.map(({ code }) => code);
    };
    expect(await codes({ "x-delivery-id": "MSG_1AB" })).toEqual(["id_altered"]);
    expect(await codes({ "x-delivery-id": "1ab" })).toEqual(["id_altered"]);
    expect(await codes({ "x-delivery-id": "9", "x-message-id": "msg_1ab" })).toEqual([
      "id_altered",
    ]);
    expect(await codes({ "x-delivery-id": "msg_2" })).toEqual([]);
  });

  test("a method that something rewrites is told", async () => {
    const by: Provider = { ...about, signature: { ...hmac, content: "{method}{body}" } };
    const delivery = await sign(by, { secret, body: "{}", method: "PUT", url });
    const { causes } = await explain(by, { ...delivery, method: "POST" }, { secret });
    expect(causes.map(({ code, evidence }) => [code, evidence])).toEqual([
      ["method_changed", "the signature is right for PUT"],
    ]);
  });
});
