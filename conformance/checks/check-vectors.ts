import type { Provider } from "@hooks/core";
import type { Vector } from "@hooks/testing";
import type { Subject } from "../subject.ts";
import { holds, same, type Tally } from "../tally.ts";
import { refusalOf } from "./refusal-of.ts";
import { needsWebCrypto, signaturesOf } from "./signatures-of.ts";

/** Every vector of every preset: accepted with its id and type, or refused with its code. One check for each. */
export async function checkVectors(subject: Subject, tally: Tally): Promise<void> {
  for (const [id, vectors] of Object.entries(subject.vectors)) {
    for (const vector of vectors) {
      await tally.check(`${id} "${vector.name}"`, async () => {
        const provider = await subject.providers[id]?.();
        if (provider === undefined) throw new Error("there is no such preset");
        await checkVector(subject, provider, vector);
      });
    }
  }
}

/** How what needs WebCrypto is refused where there is none. */
const withoutWebCrypto: readonly (string | undefined)[] = [
  "option_invalid",
  "secret_invalid",
  "keys_unavailable",
];

async function checkVector(subject: Subject, provider: Provider, vector: Vector): Promise<void> {
  const { core, testing, cryptoPath } = subject;
  const { secret, request, expect } = vector;
  const plain = testing.vectorDelivery(vector);
  for (const delivery of [plain, { ...plain, headers: new Headers(request.headers) }]) {
    const verified = core.verify(provider, delivery, testing.vectorOptions(vector));
    const refusal = await refusalOf(core, verified);
    if (cryptoPath === "noble" && isPublicKeyOf(provider, secret)) {
      // Nobody can tell, so nothing is accepted.
      holds([...withoutWebCrypto, expect.error].includes(refusal), `it is answered ${refusal}`);
    } else if (expect.error !== undefined) {
      same("the refusal", refusal, expect.error);
    } else {
      same("the verdict", refusal, "accepted");
      const { id, type } = await verified;
      same("the id and type", { id, type }, { id: expect.id, type: expect.type });
    }
  }
}

/** Is the secret one that a provider takes for a public key, or for what tells whose keys are fetched? */
const isPublicKeyOf = (provider: Provider, secret: string): boolean =>
  signaturesOf(provider).some(
    (one) =>
      needsWebCrypto(one) && secret.startsWith(("secret" in one && one.secret?.prefix) || ""),
  );
