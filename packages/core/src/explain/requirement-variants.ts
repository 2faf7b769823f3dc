import { listOf } from "../list-of.ts";
import type { Requirement } from "../signature.ts";
import { type Hypothesis, signaturesInQuestion, type Trial, withSignatures } from "./trial.ts";

/** What a requirement asks of, in words. */
function nameOf(requirement: Requirement): string {
  const [kind = "field"] = Object.keys(requirement).filter((one) =>
    /^(claim|header|json|query|form)$/.test(one),
  );
  const name = (requirement as unknown as Readonly<Record<string, unknown>>)[kind];
  const whose =
    "equals" in requirement ? "what it has to be" : `the hash of the ${requirement.hashOf}`;
  return `the ${kind} ${name} is not ${whose}`;
}

/** The trial without one of the things that have to hold beside the signature, and without all. */
export function* requirementHypotheses(trial: Trial): Generator<Hypothesis> {
  const all = signaturesInQuestion(trial).flatMap((one) =>
    "requires" in one ? listOf(one.requires ?? []) : [],
  );
  const without = (dropped: readonly Requirement[]): Trial => ({
    ...trial,
    provider: withSignatures(trial.provider, (one) =>
      "requires" in one
        ? { ...one, requires: listOf(one.requires ?? []).filter((two) => !dropped.includes(two)) }
        : one,
    ),
  });
  for (const one of new Set(all)) {
    const evidence = nameOf(one);
    yield { findings: [{ code: "requirement_unmet", evidence }], trial: without([one]) };
  }
  if (all.length > 1) {
    const evidence = all.map(nameOf).join(", or ");
    yield { findings: [{ code: "requirement_unmet", evidence }], trial: without(all) };
  }
}
