import type { Provider } from "@hooks/core";
import { secret } from "../endpoint.ts";
import type { Subject } from "../subject.ts";
import { same, type Tally } from "../tally.ts";
import { awkwardBodies } from "./awkward-bodies.ts";
import { refusalOf } from "./refusal-of.ts";

const provider: Provider = {
  id: "conformance",
  name: "Conformance",
  docs: "https://www.rfc-editor.org/rfc/rfc4231",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "v0:{body}",
  },
};

/** Bodies that are changed wherever bytes are taken for text, with signatures that others computed. */
export async function checkBytes({ core }: Subject, tally: Tally): Promise<void> {
  for (const { name, bytes, signature } of awkwardBodies) {
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-signature": signature,
    };
    const delivery = { method: "POST", url: "https://example.com/", headers, body: bytes };

    await tally.check(`${name}: signed as anybody signs it`, async () => {
      const signed = await core.sign(provider, { secret, body: bytes });
      const made = signed.headers as Record<string, string>;
      same("the signature", made["x-signature"], signature);
      same("the body", signed.body, bytes);
    });
    await tally.check(`${name}: accepted, and nothing but it`, async () => {
      same("it", await refusalOf(core, core.verify(provider, delivery, { secret })), "accepted");
      for (const change of [0, bytes.length - 1]) {
        const body = bytes.map((byte, i) => (i === change ? byte ^ 0x80 : byte));
        const changed = core.verify(provider, { ...delivery, body }, { secret });
        same(`byte ${change}`, await refusalOf(core, changed), "signature_mismatch");
      }
    });
    for (const way of ["receive", "fetch"] as const) {
      await tally.check(`${name}: in the handler's hands, by ${way}`, async () => {
        const bodies: Uint8Array[] = [];
        const receiver = core.createReceiver({
          provider,
          secret,
          on: { "*": ({ delivery: { body } }) => void bodies.push(body) },
        });
        const body = bytes as Uint8Array<ArrayBuffer>;
        const { status } =
          way === "receive"
            ? await receiver.receive(delivery)
            : await receiver.fetch(new Request(delivery.url, { method: "POST", headers, body }));
        same("the status", status, 200);
        same("the count of events", bodies.length, 1);
        same("the body", bodies[0], bytes);
      });
    }
  }
}
