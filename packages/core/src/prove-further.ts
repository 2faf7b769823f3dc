import { createReader } from "./delivery-reader.ts";
import { listOf } from "./list-of.ts";
import { type Attempt, prove } from "./prove.ts";
import type { Requirement } from "./provider.ts";
import { isMet } from "./requirements.ts";
import type { Proof } from "./scheme.ts";

/** {@link prove}, for a signature of which more has to hold than that it is right. */
export async function proveFurther(attempt: Attempt): Promise<Proof> {
  const { reader, signature, judgement, secret } = attempt;
  const requires: readonly Requirement[] =
    "requires" in signature ? listOf(signature.requires ?? []) : [];
  const proof = await prove(attempt);
  if (!proof) return false;
  const proven = proof === true ? reader : createReader(reader.delivery, proof);
  for (const requirement of requires) {
    if (!(await isMet(requirement, proven, judgement, secret.value))) return false;
  }
  return proof;
}
