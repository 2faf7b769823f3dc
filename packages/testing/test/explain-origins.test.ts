import { explain } from "@hooks/core/explain";
import { providers } from "@hooks/providers/all";
import { signedDelivery } from "@hooks/testing";
import { expect, test } from "vitest";
import {
  codesOf,
  expectNothingTold,
  headers,
  intact,
  isAccepted,
  isTokenBody,
  patient,
  payloadOf,
  presets,
  secretOf,
  url,
} from "./explained-presets.ts";

test("a form that was not asked for is explained", async () => {
  let count = 0;
  for (const provider of presets) {
    const names = Object.keys(provider.forms ?? {});
    for (const form of names) {
      const { signing, verifying: secret } = await secretOf(provider, form);
      const delivery = await signedDelivery(provider, {
        secret: signing,
        url,
        headers,
        payload: payloadOf(provider),
        form,
      }).catch(() => undefined);
      if (!delivery || !(await isAccepted(provider, delivery, { secret, url }))) continue;
      for (const other of names) {
        if (await isAccepted(provider, delivery, { secret, url, form: other })) continue;
        const codes = await codesOf(provider, delivery, { secret, url, form: other });
        count++;
        expect([provider.id, form, other, codes[0]]).toEqual([
          provider.id,
          form,
          other,
          // A secret of one form can be none of another.
          expect.stringMatching(/^form_other$/),
        ]);
      }
    }
  }
  expect(count).toBeGreaterThan(10);
});

test("a delivery of another provider is told by its headers, and by its signature where the secret is right", async () => {
  const named = new Set([
    "github",
    "stripe",
    "slack",
    "shopify",
    "twilio",
    "paddle",
    "square",
    "zoom",
    "discord-interactions",
  ]);
  const receivers = presets.filter(({ id }) => named.has(id));
  expect(receivers.length).toBe(named.size);
  for (const receiver of receivers) {
    const { verifying: secret } = await secretOf(receiver);
    for (const sender of receivers) {
      if (sender === receiver) continue;
      const { delivery, signing } = await intact(sender);
      const explanation = await explain(receiver, delivery, { ...patient, secret, url, providers });
      expectNothingTold(explanation, delivery, [secret, signing]);
      const [first] = explanation.causes;
      expect([receiver.id, sender.id, first?.code]).toEqual([
        receiver.id,
        sender.id,
        "other_provider",
      ]);
      expect(first?.evidence).toContain(sender.name);
    }
  }
});

test("of a delivery without a signature it is said where that should be", async () => {
  for (const provider of presets) {
    const { delivery, signing, verifying: secret } = await intact(provider, { unsigned: true });
    const codes = await codesOf(provider, delivery, { secret, url, providers }, [signing]);
    // Of a body that is the signature nothing is left, as of one that was read before.
    const expected = [isTokenBody(provider) ? "body_empty" : [], "signature_absent"].flat();
    expect([provider.id, codes]).toEqual([provider.id, expected]);
  }
});
