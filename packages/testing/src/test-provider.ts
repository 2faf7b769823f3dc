import type { Provider, Signature } from "@hooks/core";
import {
  formsOf,
  isKeyPair,
  isSignable,
  keyedSignatures,
  listOf,
  tokenSignatures,
} from "./provider-forms.ts";
import { checkForms } from "./test-provider-forms.ts";
import { checkHandshake } from "./test-provider-handshake.ts";
import { checkPublicKeys } from "./test-provider-keys.ts";
import { checkRoundTrip } from "./test-provider-round-trip.ts";
import { checkShape, checkVectors } from "./test-provider-shape.ts";
import { checkTokens } from "./test-provider-tokens.ts";
import {
  checkContent,
  checkSecrets,
  checkSignature,
  checkTime,
  checkVerdict,
} from "./test-provider-vector.ts";
import { Trial } from "./trial.ts";
import type { Vector } from "./vector.ts";

/** What {@link testProvider} needs of the test runner. */
export interface ProviderTestOptions {
  /** Registers a test; `test` of any runner will do. A test fails by rejecting with an `Error`. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
}

/**
 * Registers the tests that every provider has to pass, made of its literal and its vectors.
 *
 * Each accepted vector is tried with other secrets, with every character of its signature changed, with changed
 * content and at other times. Every form is signed and verified over awkward and random bodies, and tried as a way
 * around the others. Without vectors the provider is tested against itself only, which does not show that it is
 * right about the sender.
 *
 * @returns how many tests were registered; each of them fails unless it has checked something
 */
export function testProvider(
  provider: Provider,
  vectors: readonly Vector[],
  { test }: ProviderTestOptions,
): number {
  let count = 0;
  const register = (name: string, check: (trial: Trial) => Promise<void> | void): void => {
    count++;
    test(name, async () => {
      const trial = new Trial(provider);
      await check(trial);
      if (trial.count === 0) throw new Error(`${provider.id}: "${name}" has checked nothing`);
    });
  };
  const forms = formsOf(provider);
  const signatures = forms.flatMap(([, form]) => keyedSignatures(form));

  register("has the shape of a provider", checkShape);
  if (vectors.length > 0)
    register("has well-formed vectors", (trial) => checkVectors(trial, vectors));
  for (const [name, form] of forms) {
    // What a provider signs with a key that it publishes, or into the body, `sign` does not make: the vectors show it.
    if (!listOf<Signature>(form.signature).some(isSignable)) continue;
    const which = name === undefined ? "" : `, form ${name}`;
    register(`accepts what was signed${which}`, (trial) =>
      checkRoundTrip(trial, name, form, vectors),
    );
  }
  if (signatures.length > 0) register("counts a signature for one message only", checkForms);
  if (signatures.some(isKeyPair)) {
    register("takes no public key for a secret", checkPublicKeys);
  }
  if (forms.some(([, form]) => tokenSignatures(form).length > 0)) {
    register("takes no token that is not the provider's, whole and current", checkTokens);
  }
  if (
    provider.handshake &&
    forms.some(([, form]) => listOf<Signature>(form.signature).every(isSignable))
  )
    register("answers its handshake", checkHandshake);
  for (const vector of vectors) {
    const { name, expect } = vector;
    register(`vector "${name}"`, (trial) => checkVerdict(trial, vector));
    if (expect.error !== undefined) continue;
    register(`vector "${name}": other secrets`, (trial) => checkSecrets(trial, vector));
    register(`vector "${name}": other signatures`, (trial) => checkSignature(trial, vector));
    register(`vector "${name}": other content`, (trial) => checkContent(trial, vector));
    register(`vector "${name}": other times`, (trial) => checkTime(trial, vector));
  }
  return count;
}
