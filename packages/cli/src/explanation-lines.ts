import type { Delivery, KeyCache, Provider } from "@hooks/core";
import type { ExplainOptions, Explanation } from "@hooks/core/explain";
import { paint, printableLine } from "./terminal.ts";

/** Says why a delivery was refused; loaded when one is. All presets are compared with. */
export async function explainRefusal(
  provider: Provider,
  delivery: Delivery,
  options: ExplainOptions,
): Promise<Explanation> {
  const [{ explain }, { providers }] = await Promise.all([
    import("@hooks/core/explain"),
    import("@hooks/providers/all"),
  ]);
  return explain(provider, delivery, { providers, ...options });
}

/** An explanation as people read it: what is wrong, what was seen, and what to do. */
export function explanationLines({ causes, trials, skipped }: Explanation): readonly string[] {
  const left = skipped.map((what) => `  not all was tried: ${what}`);
  if (causes.length === 0) {
    const tried = `None of ${trials} things that often go wrong makes the signature right.`;
    return [`  ${tried}`, "  It may be forged, changed, or signed with another secret.", ...left];
  }
  const lines = causes.flatMap(({ code, sentence, evidence, advice }) => [
    `  ${paint("bold", printableLine(sentence))}  ${paint("dim", code)}`,
    `    seen   ${printableLine(evidence)}`,
    `    to do  ${printableLine(advice)}`,
  ]);
  return [...lines, ...left];
}

/** The most likely cause in one line; a delivery of which nothing can be claimed has none. */
export async function reasonLines(
  provider: Provider,
  delivery: Delivery,
  { secret, keys, form, publicUrl }: ReasonOptions,
): Promise<readonly string[]> {
  // Others may send, and many at once.
  const bounds = { maxTrials: 1500, timeLimitMs: 500 };
  const options = { secret, keys, form, url: publicUrl ?? delivery.url, ...bounds };
  const { causes } = await explainRefusal(provider, delivery, options).catch(() => ({
    causes: [],
  }));
  return causes
    .slice(0, 1)
    .map(({ sentence, evidence }) => `  ${printableLine(`${sentence} Seen: ${evidence}`)}`);
}

/** What a receiver knows. */
interface ReasonOptions {
  readonly secret: string;
  readonly keys: KeyCache;
  readonly form: string | undefined;
  readonly publicUrl: string | undefined;
}
