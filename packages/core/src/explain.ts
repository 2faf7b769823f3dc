import { bodyBytes, type Delivery, type DeliveryInput } from "./delivery.ts";
import { bodyHypotheses } from "./explain/body-variants.ts";
import { contentHypotheses } from "./explain/content-variants.ts";
import { createExaminer, type Examiner } from "./explain/examiner.ts";
import { causeOf, type Explanation, type Finding } from "./explain/explanation.ts";
import { bodyFacts, findFacts } from "./explain/facts.ts";
import { headerHypotheses, signatureFields } from "./explain/header-variants.ts";
import { findOtherProvider, type KnownProviders } from "./explain/other-provider.ts";
import { requirementHypotheses } from "./explain/requirement-variants.ts";
import { secretHypotheses } from "./explain/secret-variants.ts";
import { signatureHypotheses } from "./explain/signature-variants.ts";
import { idHypotheses, timeFindings, timeHypotheses } from "./explain/time-variants.ts";
import {
  type Hypotheses,
  type Hypothesis,
  signaturesInQuestion,
  type Trial,
} from "./explain/trial.ts";
import { findTruncated } from "./explain/truncated.ts";
import { signsUrl, urlHypotheses } from "./explain/url-variants.ts";
import type { Provider } from "./provider.ts";
import { type LabelledSecret, labelSecrets, type SecretSet } from "./secrets.ts";
import { type VerifyOptions, verify } from "./verify.ts";
import { isWebhookError } from "./webhook-error.ts";

export type { CauseCode } from "./explain/causes.ts";
export type { Cause, Explanation, Skipped } from "./explain/explanation.ts";
export type { KnownProviders } from "./explain/other-provider.ts";

/** What {@link explain} needs beside the delivery: what `verify` was given, and what else is known. */
export interface ExplainOptions extends VerifyOptions {
  /** Further secrets that may have signed: the previous one, or those of other environments. */
  readonly also?: SecretSet;
  /** Other providers whose delivery it may be. */
  readonly providers?: KnownProviders | undefined;
  /** How many signatures are verified at most. Default 5000. */
  readonly maxTrials?: number | undefined;
  /** Milliseconds that it takes at most, but for the last trial. Default 5000. */
  readonly timeLimitMs?: number | undefined;
}

/** The first hypothesis whose signature is right, and what it says. */
async function findRight(
  trial: Trial,
  sources: readonly Hypotheses[],
  examiner: Examiner,
  nowMs: number,
): Promise<readonly Finding[]> {
  for (const hypothesesOf of sources) {
    for await (const { findings, trial: other } of hypothesesOf(trial)) {
      if (examiner.isSpent()) return [];
      const verdict = await examiner.examine(other);
      if (!verdict) continue;
      return (await examiner.isFresh(other))
        ? findings
        : [...findings, ...timeFindings(verdict, nowMs)];
    }
  }
  return [];
}

/** How many hypotheses of each kind are tried in pairs. */
const mostPaired = 24;

/** Two things that went wrong at once, each of the commonest. */
const pairs = (first: Hypotheses, second: Hypotheses): Hypotheses =>
  async function* (trial) {
    let firsts = 0;
    for await (const one of first(trial)) {
      if (++firsts > mostPaired) break;
      let seconds = 0;
      for await (const two of second(one.trial)) {
        if (++seconds > mostPaired) break;
        yield { findings: [...one.findings, ...two.findings], trial: two.trial };
      }
    }
  };

/** The delivery in any form, where one was asked for or the first decided. */
const formHypotheses: Hypotheses = function* ({ form, ...trial }): Generator<Hypothesis> {
  const evidence =
    form === undefined ? "it is not the first that it carries" : "it is not the one asked for";
  yield { findings: [{ code: "form_other", evidence }], trial };
};

/** What is in question: who signed, what, and where. */
async function trialOf(
  provider: Provider,
  delivery: Delivery,
  { secret, url = delivery.url, form }: ExplainOptions,
): Promise<Trial> {
  const set = typeof secret === "function" ? await secret(delivery) : secret;
  return { provider, delivery, secrets: labelSecrets(set), url, form };
}

/** Was the whole body to be a token, and is something else? */
const isNoToken = (trial: Trial, code: string): boolean =>
  code === "signature_malformed" &&
  signaturesInQuestion(trial)
    .flatMap(signatureFields)
    .every((field) => "body" in field);

/** What went wrong with a delivery whose signature is not right as it is. */
async function findCauses(
  trial: Trial,
  also: readonly LabelledSecret[],
  examiner: Examiner,
  nowMs: number,
): Promise<readonly Finding[]> {
  const bodies = bodyHypotheses(examiner);
  const secrets = secretHypotheses(also);
  const single: readonly Hypotheses[] = [
    formHypotheses,
    headerHypotheses,
    secrets,
    signatureHypotheses,
    bodies,
    urlHypotheses,
    timeHypotheses,
    idHypotheses,
    contentHypotheses,
    requirementHypotheses,
  ];
  const paired = [
    pairs(secrets, bodies),
    ...(signsUrl(trial) ? [pairs(urlHypotheses, bodies)] : []),
  ];
  const truncated = await findTruncated(trial);
  if (truncated.length > 0) return truncated;
  const found = await findRight(trial, single, examiner, nowMs);
  return found.length > 0 ? found : findRight(trial, paired, examiner, nowMs);
}

/**
 * Explains why a delivery is refused, by verifying what it would be if what people often get wrong had gone wrong. For
 * people at their desks, and never for the answer to a provider: it makes thousands of attempts, and what it says is of
 * use to whoever forges.
 *
 * A cause is claimed where the signature is right without it, or where something is plainly missing. For a forgery
 * there is none.
 *
 * @throws WebhookError `option_invalid`
 */
export async function explain(
  provider: Provider,
  delivery: DeliveryInput,
  options: ExplainOptions,
): Promise<Explanation> {
  const { now = Date.now, also, providers, maxTrials = 5000, timeLimitMs = 5000 } = options;
  const examiner = createExaminer(options, { maxTrials, maxMs: timeLimitMs });
  const explanation = (
    verdict: Explanation["verdict"],
    findings: readonly Finding[],
  ): Explanation => ({
    verdict,
    causes: findings.map(causeOf),
    trials: examiner.trials(),
    skipped: examiner.skipped(),
  });
  let error: unknown;
  try {
    await verify(provider, delivery, options);
    return explanation("accepted", []);
  } catch (thrown) {
    error = thrown;
  }
  if (!isWebhookError(error) || error.code === "option_invalid") throw error;
  const { code } = error;
  const body = bodyBytes(delivery.body);
  if (!body) {
    const evidence = `it is of the type ${Array.isArray(delivery.body) ? "list" : typeof delivery.body}`;
    return explanation(code, [{ code: "body_parsed", evidence }]);
  }
  if (!/^(signature|timestamp)_|^secret_invalid$/.test(code)) return explanation(code, []);
  const trial = await trialOf(provider, { ...delivery, body }, options);
  const right = await examiner.examine(trial);
  if (right && /^timestamp/.test(code)) return explanation(code, timeFindings(right, now()));
  const labelled = also === undefined ? [] : labelSecrets(also);
  const found = await findCauses(trial, labelled, examiner, now());
  // That a hash of the body is another one tells less than what happened to the body.
  const isUnmet = found.some((one) => one.code === "requirement_unmet");
  if (found.length > 0) return explanation(code, [...(isUnmet ? bodyFacts(trial) : []), ...found]);
  const isMissing = code === "signature_missing" || isNoToken(trial, code);
  const other = await findOtherProvider(trial, examiner, providers ?? [], isMissing);
  return explanation(code, [...other, ...findFacts(trial, error)]);
}
