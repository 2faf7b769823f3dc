import {
  createReceiver,
  type Delivery,
  type Handshake,
  type Provider,
  type Reply,
  sign,
} from "@hooks/core";
import { createKeyPair } from "./key-pair.ts";
import { formsOf, listOf, testNowMs } from "./provider-forms.ts";
import { jsonWith } from "./test-body.ts";
import type { Trial } from "./trial.ts";

const challenge = "a challenge of the suite: $& $$";

function bodyOf({ id }: Provider, { when, challenge: field }: Handshake): string {
  const fields = [[when, when.equals], ...(field ? [[field, challenge] as const] : [])] as const;
  const json: Record<string, string> = {};
  const form = new URLSearchParams();
  for (const [one, value] of fields) {
    if ("form" in one) form.set(one.form, value);
    else if ("json" in one) json[one.json] = value;
    else throw new Error(`${id}: the suite can't make a challenge that is not in the body`);
  }
  return form.size > 0 ? form.toString() : JSON.stringify(jsonWith(json));
}

/** A challenge is answered, exactly as declared, once it is verified; no handler sees it. */
export async function checkHandshake(trial: Trial, handshake: Handshake): Promise<void> {
  const { provider } = trial;
  const body = bodyOf(provider, handshake);
  for (const [name, form] of formsOf(provider)) {
    for (const signature of listOf(form.signature)) {
      const { signing, verifying } = await createKeyPair(signature);
      const { signing: other } = await createKeyPair(signature);
      let handled = 0;
      const receiver = createReceiver({
        provider,
        secret: verifying,
        now: () => testNowMs,
        on: { "*": () => void handled++ },
      });
      const answerTo = async (secret: string): Promise<Reply> => {
        const delivery: Delivery = await sign(provider, {
          secret,
          body,
          form: name,
          timestamp: testNowMs,
        });
        return receiver.receive(delivery);
      };
      const bytes = new TextEncoder().encode(body);
      const unsigned = { method: "POST", url: "https://example.com/", headers: {}, body: bytes };
      for (const reply of [await receiver.receive(unsigned), await answerTo(other)]) {
        trial.holds(reply.status === 401, `a forged challenge is answered ${reply.status}`);
        trial.holds(!String(reply.body).includes(challenge), "a forged challenge is given back");
      }
      const { status, headers, body: answer } = await answerTo(signing);
      const expected = handshake.reply.body.replace("{challenge}", () => challenge);
      trial.holds(status === 200, `the challenge is answered ${status}`);
      trial.holds(String(answer) === expected, `the challenge is answered ${String(answer)}`);
      trial.holds(
        headers["content-type"]?.startsWith(handshake.reply.contentType),
        "the answer has another content type",
      );
      trial.holds(handled === 0, "a handler got the challenge");
    }
  }
}
