import { type Hypothesis, signaturesInQuestion, type Trial, withSignatures } from "./trial.ts";

/** What other schemes sign; the first that is right says which. */
const contents = [
  "{body}",
  "{timestamp}.{body}",
  "{timestamp}{body}",
  "{timestamp}:{body}",
  "v0:{timestamp}:{body}",
  "v1:{timestamp}:{body}",
  "{id}.{timestamp}.{body}",
  "{body}{timestamp}",
  "{url}{body}",
  "{body}{url}",
  "{url}",
  "{method}{url}{body}",
] as const;

/** The trial with each content that another scheme would sign, and with each method. */
export function* contentHypotheses(trial: Trial): Generator<Hypothesis> {
  for (const content of contents) {
    const provider = withSignatures(trial.provider, (one) =>
      "content" in one ? { ...one, content } : one,
    );
    const evidence = `the signature is right for ${content.replaceAll(/[{}]/g, "")}`;
    yield { findings: [{ code: "content_other", evidence }], trial: { ...trial, provider } };
  }
  const signsMethod = signaturesInQuestion(trial).some(
    (one) => "content" in one && one.content.includes("{method}"),
  );
  for (const method of signsMethod
    ? ["POST", "PUT", "PATCH", "GET", "DELETE", trial.delivery.method.toUpperCase()]
    : []) {
    if (method === trial.delivery.method) continue;
    const delivery = { ...trial.delivery, method };
    const evidence = `the signature is right for ${method}`;
    yield { findings: [{ code: "method_changed", evidence }], trial: { ...trial, delivery } };
  }
}
