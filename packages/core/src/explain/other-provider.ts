import { formsOf } from "../forms-of.ts";
import { listOf } from "../list-of.ts";
import type { Provider } from "../provider.ts";
import type { Signature } from "../signature.ts";
import type { Examiner } from "./examiner.ts";
import type { Finding } from "./explanation.ts";
import { headersOf, signatureFields } from "./header-variants.ts";
import { headerValues, type Trial } from "./trial.ts";

/** Providers to compare with: a list, or a record of what loads each, as `@hooks/providers/all` has it. */
export type KnownProviders =
  | readonly Provider[]
  | Readonly<Record<string, Provider | (() => Provider | Promise<Provider>)>>;

const mostProviders = 1000;
const mostNamed = 3;

async function load(known: KnownProviders, own: string): Promise<readonly Provider[]> {
  const list = await Promise.all(
    Object.values(known)
      .slice(0, mostProviders)
      .map((one) => (typeof one === "function" ? one() : one)),
  );
  return list.filter(({ id }) => id !== own);
}

/** Headers in which many services have something of their own. */
const isCommon = (name: string): boolean =>
  /^(authorization|content-|user-agent|date$|host$)/.test(name);

const ownHeaders = (provider: Provider): readonly string[] => {
  const forms = formsOf(provider).map(([, form]) => form);
  return headersOf([
    ...forms.flatMap(({ timestamp }) => timestamp ?? []),
    ...listOf(provider.deliveryId ?? []),
    ...listOf(provider.eventType ?? []),
  ]);
};

const signatureHeaders = (provider: Provider): readonly string[] =>
  formsOf(provider).flatMap(([, { signature }]) =>
    headersOf(listOf<Signature>(signature).flatMap(signatureFields)),
  );

const named = (providers: readonly Provider[]): string =>
  providers
    .slice(0, mostNamed)
    .map(({ name }) => name)
    .join(" or ") + (providers.length > mostNamed ? " or others" : "");

/** Whether the delivery is another provider's: by its signature, else by its headers where it has none of ours. */
export async function findOtherProvider(
  trial: Trial,
  examiner: Examiner,
  known: KnownProviders,
  isMissing: boolean,
): Promise<readonly Finding[]> {
  const there = headerValues(trial.delivery);
  const others = (await load(known, trial.provider.id)).map((provider) => {
    const signed = signatureHeaders(provider).filter((name) => there.has(name));
    const rest = ownHeaders(provider).filter((name) => there.has(name) && !isCommon(name));
    return { provider, signed, names: [...new Set([...signed, ...rest])] };
  });
  const carried = others.filter(({ signed }) => signed.length > 0);
  const right: Provider[] = [];
  for (const { provider } of carried) {
    // A secret that is sent along says nothing of what was signed.
    const { form: _, ...unpinned } = trial;
    if (await examiner.examine({ ...unpinned, provider })) right.push(provider);
  }
  if (right.length > 0) {
    const evidence = `the signature is right by the preset of ${named(right)}`;
    return [{ code: "other_provider", evidence }];
  }
  if (!isMissing) return [];
  const apart = carried.filter(({ signed }) => signed.some((name) => !isCommon(name)));
  const most = Math.max(0, ...apart.map(({ names }) => names.length));
  const best = apart.filter(({ names }) => names.length === most);
  const [first] = best;
  if (!first) return [];
  const evidence = `it has the headers of ${named(best.map(({ provider }) => provider))}: ${first.names.join(", ")}`;
  return [{ code: "other_provider", evidence }];
}
