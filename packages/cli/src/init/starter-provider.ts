import { type Field, type Handshake, type Provider, verify } from "@hooks/core";
import {
  createPublishedKeys,
  createSecret,
  type KeyPair,
  type PublishedKeys,
  type SignedDeliveryOptions,
  sampleEvents,
  signedDelivery,
} from "@hooks/testing";
import { publishesKeys, secretVariable } from "../preset.ts";
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

/** Is the payload what the preset makes of the body, which need not be an object? */
const isPayloadMade = ({ payload }: Provider): boolean =>
  payload !== undefined && "claim" in payload && payload.claim !== "";

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
      body: isPayloadMade(provider) ? null : sample?.body,
      reads: (sample?.reads ?? []).filter((path) => !toldPaths(provider).includes(path)),
    };
  });
}

const names = ["tamper", "stale", "unsigned", "wrongSecret"] as const;

/** What becomes of deliveries is tried, so that a test is written only for what the scheme can see. */
async function signingOf(provider: Provider) {
  const time = Date.now();
  const now = (): number => time;
  let pair: KeyPair;
  let keys: PublishedKeys | undefined;
  const signed = (more: Partial<SignedDeliveryOptions>) =>
    signedDelivery(provider, { secret: pair.signing, id: "starter_1", now, keys, ...more });
  const works = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    );
  const published = publishesKeys(provider);
  try {
    pair = await createSecret(provider);
    if (published) keys = await createPublishedKeys(provider, pair.verifying);
    await signed({});
  } catch {
    return { signable: false, published, breaks: [], signsUrl: true, signsAny: false };
  }
  const breaks: string[] = [];
  for (const name of names) if (await works(signed({ [name]: true }))) breaks.push(name);
  const delivery = await signed({ url: "http://localhost/a" });
  const elsewhere = { secret: pair.verifying, keys, now, url: "http://localhost/b" };
  return {
    signable: true,
    published,
    breaks,
    signsUrl: !(await works(verify(provider, delivery, elsewhere))),
    signsAny: await works(signed({ payload: {} })),
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
  const { signsUrl, ...signing } = await signingOf(provider);
  const variable = (what: string): string => secret.replace(/SECRET$/, what);
  const methods = handshakes.map(({ method = "POST" }) => method).filter((one) => one !== "POST");
  return {
    id,
    name,
    docs,
    literal,
    events: await eventsOf(provider, wanted, literal),
    secret,
    url: signsUrl && signing.signable ? variable("URL") : undefined,
    verifyToken: handshakes.some((one) => one.verifyToken) ? variable("VERIFY_TOKEN") : undefined,
    otherMethods: [...new Set(methods)],
    ...signing,
    single: provider.batch === undefined,
  };
}
