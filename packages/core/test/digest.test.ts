import { createHash, createHmac } from "node:crypto";
import { type DigestSignature, type HmacSignature, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const body = '{"a":"größe"}';
const hashes = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"] as const;
const samples = hashes.flatMap((hash) =>
  (["start", "end"] as const).map((secretAt) => ({ hash, secretAt })),
);

describe.each(samples)("$hash with the secret at the $secretAt", ({ hash, secretAt }) => {
  const signature: DigestSignature = {
    scheme: "digest",
    hash,
    secretAt,
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{method}{url}{body}",
  };
  const which = provider({ signature });
  const url = "https://example.com/webhooks";
  const content = `POST${url}${body}`;
  const made = createHash(hash.replace("-", ""))
    .update(secretAt === "start" ? secret + content : content + secret)
    .digest("hex");

  test("accepts what Node makes, and makes the same", async () => {
    const delivery = post({ "x-signature": made }, body);
    expect((await verify(which, delivery, { secret })).provider).toBe("sample");
    const { headers } = await sign(which, { secret, body, url });
    expect((headers as Record<string, string>)["x-signature"]).toBe(made);
  });

  test("refuses another secret, body, URL and place of the secret", async () => {
    const delivery = post({ "x-signature": made }, body);
    const other = { ...signature, secretAt: secretAt === "start" ? "end" : "start" } as const;
    for (const verdict of [
      verdictOf(which, delivery, { secret: `${secret}.` }),
      verdictOf(which, { ...delivery, body: `${body} ` }, { secret }),
      verdictOf(which, delivery, { secret, url: `${url}/` }),
      verdictOf(provider({ signature: other }), delivery, { secret }),
    ]) {
      expect(await verdict).toBe("signature_mismatch");
    }
  });
});

describe.each(hashes)("%s with the secret as the key", (hash) => {
  const keyed: DigestSignature = {
    scheme: "digest",
    hash,
    secretAt: "key",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
  };
  const upper: DigestSignature = { ...keyed, letters: "upper" };
  const made = createHmac(hash.replace("-", ""), secret).update(body).digest("hex");

  test("is an HMAC as Node makes it, in the letters that the literal says", async () => {
    for (const [signature, text] of [
      [keyed, made],
      [upper, made.toUpperCase()],
    ] as const) {
      const delivery = post({ "x-signature": text }, body);
      expect(await verdictOf(provider({ signature }), delivery, { secret })).toBe("accepted");
      const { headers } = await sign(provider({ signature }), { secret, body });
      expect((headers as Record<string, string>)["x-signature"]).toBe(text);
    }
  });

  test("refuses other letters, another secret, and the secret beside the content", async () => {
    const at = (place: string): string =>
      createHash(hash.replace("-", "")).update(place).digest("hex");
    for (const [signature, text] of [
      [keyed, made.toUpperCase()],
      [upper, made],
      [keyed, at(secret + body)],
      [keyed, at(body + secret)],
      [keyed, createHmac(hash.replace("-", ""), `${secret}.`).update(body).digest("hex")],
    ] as const) {
      const delivery = post({ "x-signature": text }, body);
      expect(await verdictOf(provider({ signature }), delivery, { secret })).toBe(
        "signature_mismatch",
      );
    }
  });
});

describe("a body that its hash stands for", () => {
  const hashed = provider({
    signature: {
      scheme: "digest",
      hash: "SHA-256",
      secretAt: "key",
      bodyHash: "MD5",
      field: { header: "x-signature" },
      encoding: "base64",
      content: "{method}[{body}]{path}",
    },
  });
  const signed = (content: string): string =>
    createHmac("sha256", secret).update(content).digest("base64");
  const md5 = createHash("md5").update(body).digest("base64");
  test.each([
    [body, `POST[${md5}]/webhooks`, "accepted"],
    ["", "POST[]/webhooks", "accepted"],
    [body, "POST[]/webhooks", "signature_mismatch"],
    [body, `POST[${body}]/webhooks`, "signature_mismatch"],
    [`${body} `, `POST[${md5}]/webhooks`, "signature_mismatch"],
    [md5, `POST[${md5}]/webhooks`, "signature_mismatch"],
  ])("%s, signed as %s, is %s", async (sent, content, code) => {
    const delivery = post({ "x-signature": signed(content) }, sent);
    expect(await verdictOf(hashed, delivery, { secret })).toBe(code);
  });
});

describe("a secret in base64 that is read loosely", () => {
  const format = { encoding: "base64", loose: true } as const;
  const signature: HmacSignature = { ...bodyHmac, secret: format };
  const loose = provider({ signature });
  const strict = provider({ signature: { ...bodyHmac, secret: { encoding: "base64" } } });
  // As Node's decoder takes them, which the provider's library runs.
  test.each(["app-secret", "YQ", "YQ==", "_-8=", "Zh=="])("%s", async (text) => {
    const mac = createHmac("sha256", Buffer.from(text, "base64")).update(body).digest("hex");
    const delivery = post({ "x-signature": mac }, body);
    expect(await verdictOf(loose, delivery, { secret: text })).toBe("accepted");
    const { headers } = await sign(loose, { secret: text, body });
    expect(headers).toMatchObject({ "x-signature": mac });
  });
  test.each(["app-secret", "YQ", "_-8=", "Zh=="])("%s is none where it is not", async (text) => {
    const made = sign(strict, { secret: text, body });
    await expect(made).rejects.toMatchObject({ code: "secret_invalid" });
  });
  test.each(["a b$c", "=", "a"])("%j is none at all", async (text) => {
    const made = sign(loose, { secret: text, body });
    await expect(made).rejects.toMatchObject({ code: "secret_invalid" });
  });
});
