import { type Delivery, type Form, type Provider, sign } from "@hooks/core";
import { compose, macIn, withFields } from "./compose.ts";
import { createKeyPair } from "./key-pair.ts";
import {
  coversTime,
  formsOf,
  isInBody,
  type KeyedSignature,
  keyedSignatures,
  testNowMs,
  timeText,
} from "./provider-forms.ts";
import { fill, isSameReading, type Message, readingsOf } from "./signed-content.ts";
import { jsonWith, neededJson } from "./test-body.ts";
import type { Trial } from "./trial.ts";

type NamedForm = readonly [name: string | undefined, form: Form];

/** A time at which nothing that was signed at the test's time is fresh in any form. */
function laterThan(provider: Provider): number {
  const tolerances = formsOf(provider).map(([, { timestamp }]) => timestamp?.tolerance ?? 300);
  return testNowMs + (Math.max(...tolerances) + 1) * 1000;
}

const isSameAlgorithm = (a: KeyedSignature, b: KeyedSignature): boolean =>
  a.scheme === b.scheme && (a.scheme !== "hmac" || b.scheme !== "hmac" || a.hash === b.hash);

/** What a form signs over a body at the test's time. */
export const messageOf = (form: Form, body: Uint8Array): Message => ({
  ...Object.fromEntries(Object.keys(form.fields ?? {}).map((name) => [name, `the${name}`])),
  body,
  timestamp: timeText(form, testNowMs),
  id: "evt_1",
  url: "https://example.com/?a=1",
  path: "/?a=1",
  method: "POST",
});

/** Plain JSON, and bodies that look like what some form signs. */
function deceptiveBodies(provider: Provider, form: Form): Uint8Array[] {
  const needed = neededJson(provider, form, timeText(form, testNowMs) ?? "");
  const json = JSON.stringify(jsonWith({ ...needed, forged: true }));
  const { bodyStart = "" } = form;
  const body = new TextEncoder().encode(json.startsWith(bodyStart) ? json : bodyStart + json);
  if (Object.keys(needed).length > 0 || keyedSignatures(form).some(isInBody)) return [body];
  const contents = formsOf(provider).flatMap(([, other]) =>
    keyedSignatures(other).map(({ content }) => fill(content, messageOf(other, body))),
  );
  return [body, ...contents];
}

/**
 * No form is a way around another, or around itself: a signature counts for the message that was signed and for no
 * other reading of the same bytes, and a message that is stale in its own form is not fresh in another.
 */
export async function checkForms(trial: Trial): Promise<void> {
  const { provider } = trial;
  for (const from of formsOf(provider)) {
    const [name, form] = from;
    for (const signature of keyedSignatures(form)) {
      const { signing, verifying } = await createKeyPair(signature);
      for (const body of deceptiveBodies(provider, form)) {
        // What the form would refuse, its sender does not sign.
        if (!new TextDecoder().decode(body).startsWith(form.bodyStart ?? "")) continue;
        const signed = messageOf(form, body);
        const { id, url, method } = signed;
        const given = withFields(form, signature, signed);
        const options = {
          secret: signing,
          body: given.body,
          id,
          url,
          method,
          form: name,
          timestamp: testNowMs,
          headers: given.headers,
        };
        const delivery = await sign(provider, options);
        const { headers } = delivery;
        const mac = macIn(delivery, signature);
        if (mac === undefined) continue;
        for (const to of formsOf(provider)) {
          const attack = { from, to, signature, signed, headers, mac, secret: verifying };
          await checkReadings(trial, attack);
        }
      }
    }
  }
}

interface Attack {
  readonly from: NamedForm;
  readonly to: NamedForm;
  readonly signature: KeyedSignature;
  readonly signed: Message;
  readonly headers: Delivery["headers"];
  readonly mac: Uint8Array;
  readonly secret: string;
}

/** Offers what was signed in one form in another, in each way in which it can be read there. */
async function checkReadings(trial: Trial, attack: Attack): Promise<void> {
  const { from, to, signature, signed, headers, mac, secret } = attack;
  const later = laterThan(trial.provider);
  const fresh = { secret, now: () => testNowMs };
  const late = { secret, now: () => later };
  const forever = { ...fresh, tolerance: Number.POSITIVE_INFINITY };
  const content = fill(signature.content, signed);
  for (const target of keyedSignatures(to[1])) {
    if (!isSameAlgorithm(target, signature)) continue;
    const anew = { ...signed, timestamp: timeText(to[1], later) };
    for (const reading of [...readingsOf(target.content, content, signed), signed, anew]) {
      const delivery = compose(trial.provider, to[1], target, reading, mac);
      const what = `what was signed in form ${from[0]}, read otherwise in form ${to[0]},`;
      if (target.content === signature.content && isSameReading(target.content, reading, signed)) {
        if (to[0] === from[0]) await trial.accepted("a signed message", delivery, fresh);
        if (coversTime(from[1])) await trial.refused("a stale message", delivery, late);
        continue;
      }
      await trial.refused(what, delivery, forever);
      await trial.refused(what, delivery, late);
      if (String(reading.body) !== String(signed.body)) {
        const merged = { ...(headers as Record<string, string>), ...delivery.headers };
        await trial.refused(
          `${what} beside its own headers,`,
          { ...delivery, headers: merged },
          forever,
        );
      }
    }
  }
}
