import { type Form, type Provider, type Signature, type SignOptions, sign } from "@hooks/core";
import { createKeyPair } from "./key-pair.ts";
import {
  covers,
  fieldsOf,
  formsOf,
  headerOf,
  isInBody,
  isMade,
  isSignable,
  listOf,
  testNowMs,
  timeText,
} from "./provider-forms.ts";
import { framedBodies, testBodies } from "./test-body.ts";
import type { Trial } from "./trial.ts";
import { type RecordedDelivery, type Vector, vectorDelivery } from "./vector.ts";

/**
 * What `sign` is given beside the body, where the preset makes what is signed: the URL, the method and the headers of a
 * recorded delivery, but none that it makes itself.
 */
function surroundings(
  provider: Provider,
  form: Form,
  { method, url, headers }: RecordedDelivery,
): Pick<SignOptions, "method" | "url" | "headers"> {
  // Those of other forms too: by them it would be judged.
  const signatures = formsOf(provider).flatMap(([, one]) => listOf<Signature>(one.signature));
  const own = [
    ...signatures.flatMap(fieldsOf),
    ...listOf(form.timestamp),
    ...listOf(provider.deliveryId),
    ...listOf(provider.eventType),
  ].map((field) => headerOf(field)?.header);
  const others = Object.entries(headers).filter(([name]) => !own.includes(name.toLowerCase()));
  return { method, url, headers: Object.fromEntries(others) as Record<string, string> };
}

/** What is signed in a form is accepted in it, whatever the body's bytes, and by nobody else's secret. */
export async function checkRoundTrip(
  trial: Trial,
  name: string | undefined,
  form: Form,
  vectors: readonly Vector[],
): Promise<void> {
  const { provider } = trial;
  const accepted = vectors.find(({ expect }) => expect.error === undefined);
  const recorded = accepted && vectorDelivery(accepted);
  const around = isMade(form) && recorded ? surroundings(provider, form, recorded) : {};
  for (const signature of listOf<Signature>(form.signature).filter(isSignable)) {
    const { signing, verifying } = await createKeyPair(signature);
    const { verifying: other } = await createKeyPair(signature);
    const bodies = isInBody(signature)
      ? framedBodies(provider, form, signature, recorded)
      : testBodies(provider, form, timeText(form, testNowMs) ?? "");
    for (const body of bodies) {
      const what = `what was signed in form ${name} with a body of ${body.length} bytes`;
      const delivery = await sign(provider, {
        ...around,
        secret: signing,
        body,
        form: name,
        id: "evt_1",
        type: "thing.done",
        timestamp: testNowMs,
      });
      const options = { secret: verifying, now: () => testNowMs + 1000 };
      const verified = await trial.accepted(what, delivery, options);
      trial.holds(verified.form === name, `${what} is judged by form ${verified.form}`);
      trial.holds(isTold(provider, verified.id, "evt_1"), `${what} has the id ${verified.id}`);
      const time = verified.timestamp?.getTime();
      trial.holds(time === (form.timestamp && testNowMs), `${what} has the time ${time}`);
      await trial.accepted(what, delivery, { ...options, form: name });
      await trial.refused(`${what}, by another secret`, delivery, { ...options, secret: other });
      if (covers(form, "body") && body.length > 0) {
        const changed = Uint8Array.from(body);
        changed[body.length >> 1] = (changed[body.length >> 1] as number) ^ 1;
        await trial.refused(`${what}, but altered`, { ...delivery, body: changed }, options);
      }
      for (const [pinned] of formsOf(provider)) {
        if (pinned !== name) {
          await trial.refused(`${what}, pinned to ${pinned}`, delivery, {
            ...options,
            form: pinned,
          });
        }
      }
    }
  }
}

/** An id that is in a header is the one that was signed with; one in the body is the body's. */
function isTold({ deliveryId }: Provider, id: string | undefined, expected: string): boolean {
  return headerOf(deliveryId) === undefined || id === expected;
}
