import type { Field, Handshake, Provider } from "@hooks/core";
import { createSecret, type DeliveryBreaks, sampleEvents, signedDelivery } from "@hooks/testing";
import { secretVariable } from "../preset.ts";
import { camelCase } from "./source.ts";
import type { StarterEvent, StarterProvider } from "./starter.ts";

/** Words that can be no name of a module. */
const reserved =
  /^(await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield|receiver|report|store|env)$/;

function slugOf(type: string): string {
  const slug = type
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
  return /^[a-z]/.test(slug) && !reserved.test(slug) ? slug : `event-${slug || "other"}`;
}

/** The paths at which the body tells the id and the type, which an event has anyway. */
const toldPaths = ({ batch, deliveryId, eventType }: Provider): readonly string[] =>
  [batch?.deliveryId ?? deliveryId ?? [], batch?.eventType ?? eventType ?? []]
    .flat()
    .flatMap((field: Field) => ("json" in field && field.json ? [field.json] : []));

async function eventsOf(
  provider: Provider,
  wanted: readonly string[],
  literal: string,
): Promise<readonly StarterEvent[]> {
  const samples = await sampleEvents(provider);
  const first = Object.keys(samples).filter((type) => type !== "*");
  const types = wanted.length > 0 ? wanted : first.slice(0, 1);
  const taken = new Set<string>();
  return [...new Set(types)].map((type) => {
    const sample = Object.hasOwn(samples, type) ? samples[type] : undefined;
    let slug = slugOf(type);
    for (let i = 2; taken.has(slug); i++) slug = `${slugOf(type)}-${i}`;
    taken.add(slug);
    const name = camelCase(slug);
    return {
      type,
      slug,
      module: name === literal ? `${name}Event` : name,
      body: sample?.body,
      reads: (sample?.reads ?? []).filter((path) => !toldPaths(provider).includes(path)),
    };
  });
}

const names = ["tamper", "stale", "unsigned", "wrongSecret"] as const;

/** What becomes of deliveries is tried, so that a test is written only for what the scheme can see. */
async function signingOf(provider: Provider) {
  const time = Date.now();
  const id = "starter_1";
  const signed = async (more: DeliveryBreaks & { url?: string }) => {
    const { signing: secret } = key;
    return signedDelivery(provider, { secret, id, now: () => time, ...more });
  };
  const works = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    );
  let key: Awaited<ReturnType<typeof createSecret>>;
  try {
    key = await createSecret(provider);
    await signed({});
  } catch {
    return { signable: false, breaks: [], signsUrl: true };
  }
  const breaks: string[] = [];
  for (const name of names) if (await works(signed({ [name]: true }))) breaks.push(name);
  const [one, other] = await Promise.all(
    ["http://localhost/a", "http://localhost/b"].map((url) => signed({ url })),
  );
  return {
    signable: true,
    breaks,
    signsUrl: JSON.stringify(one?.headers) !== JSON.stringify(other?.headers),
  };
}

/** Finds out what the files of a provider have to hold. */
export async function starterProvider(
  provider: Provider,
  wanted: readonly string[],
): Promise<StarterProvider> {
  const { id, name, docs } = provider;
  const literal = camelCase(id);
  const secret = secretVariable(id);
  const handshakes: readonly Handshake[] = [provider.handshake ?? []].flat();
  const { signable, breaks, signsUrl } = await signingOf(provider);
  const variable = (what: string): string => secret.replace(/SECRET$/, what);
  const methods = handshakes.map(({ method = "POST" }) => method).filter((one) => one !== "POST");
  return {
    id,
    name,
    docs,
    literal,
    events: await eventsOf(provider, wanted, literal),
    secret,
    url: signsUrl && signable ? variable("URL") : undefined,
    verifyToken: handshakes.some((one) => one.verifyToken) ? variable("VERIFY_TOKEN") : undefined,
    otherMethods: [...new Set(methods)],
    signable,
    breaks,
    single: provider.batch === undefined,
  };
}
