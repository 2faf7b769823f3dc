import { type Form, type Provider, type Signature, sign } from "@hooks/core";
import { createKeyPair } from "./key-pair.ts";
import {
  covers,
  formsOf,
  headerOf,
  isSignable,
  listOf,
  testNowMs,
  timeText,
} from "./provider-forms.ts";
import { testBodies } from "./test-body.ts";
import type { Trial } from "./trial.ts";

/** What is signed in a form is accepted in it, whatever the body's bytes, and by nobody else's secret. */
export async function checkRoundTrip(
  trial: Trial,
  name: string | undefined,
  form: Form,
): Promise<void> {
  const { provider } = trial;
  for (const signature of listOf<Signature>(form.signature).filter(isSignable)) {
    const { signing, verifying } = await createKeyPair(signature);
    const { verifying: other } = await createKeyPair(signature);
    for (const body of testBodies(provider, form, timeText(form, testNowMs) ?? "")) {
      const what = `what was signed in form ${name} with a body of ${body.length} bytes`;
      const delivery = await sign(provider, {
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
