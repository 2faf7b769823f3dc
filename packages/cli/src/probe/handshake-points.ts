import {
  createReceiver,
  type Handshake,
  isWebhookError,
  type OneOrMore,
  type Provider,
  type Reply,
} from "@hooks/core";
import {
  deliver,
  handshakeRequest,
  type PublishedKeys,
  type RecordedDelivery,
  sampleEvents,
  signedDelivery,
} from "@hooks/testing";
import { judged, type Point, skipped } from "./point.ts";

/** What a probe was told. */
export interface ProbeOptions {
  readonly provider: Provider;
  readonly url: URL;
  /** What signs, unless there are keys. */
  readonly secret: string;
  /** What signs for a provider that publishes its keys. */
  readonly keys: PublishedKeys | undefined;
  readonly signedUrl: string;
  readonly verifyToken: string | undefined;
  readonly form: string | undefined;
  readonly type: string | undefined;
  readonly timeoutMs: number;
  readonly oversizedBytes: number;
  readonly slowMs: number;
}

/** The body of a handshake that is signed: with all that the provider writes into it, where there is a sample. */
async function signedBody(
  provider: Provider,
  { when = [] }: Handshake,
  body: string,
): Promise<string | object> {
  const samples = await sampleEvents(provider);
  const names = [when].flat().flatMap(({ equals = [] }) => equals);
  const name = names.find((one) => Object.hasOwn(samples, one));
  return name === undefined ? body : { ...samples[name]?.body, ...JSON.parse(body) };
}

/** The handshake as it is sent, signed where the provider signs it. */
async function handshakeDelivery(
  { provider, url, secret, keys, signedUrl, form }: ProbeOptions,
  handshake: Handshake,
  challenge: string,
  token: string,
): Promise<RecordedDelivery> {
  const request = handshakeRequest(handshake, challenge, token);
  const target = new URL(url);
  for (const [name, value] of new URL(request.url).searchParams) {
    target.searchParams.set(name, value);
  }
  const bare = {
    ...request,
    url: target.href,
    body: new TextEncoder().encode(request.body),
  };
  if (request.method !== "POST" || handshake.unsigned) return bare;
  const { method, headers } = request;
  const payload = await signedBody(provider, handshake, request.body);
  const signed = { secret, keys, payload, method, headers, url: signedUrl, form };
  return { ...(await signedDelivery(provider, signed)), url: target.href };
}

/** What a receiver of ours answers, where it can be told with what is known here. */
async function expectedReply(
  { provider, secret, keys, signedUrl, verifyToken, form }: ProbeOptions,
  delivery: RecordedDelivery,
): Promise<Reply | undefined> {
  let isHandshake = false;
  try {
    const receiver = createReceiver({
      provider,
      secret,
      keys,
      form,
      verifyToken,
      url: signedUrl,
      on: {},
      onOutcome: ({ kind }) => {
        isHandshake = kind === "handshake";
      },
    });
    const reply = await receiver.receive(delivery);
    return isHandshake ? reply : undefined;
  } catch (error) {
    // The secret that signs may not be the one that verifies.
    if (isWebhookError(error)) return undefined;
    throw error;
  }
}

/** Whether the answer is the expected one: its status, and the very text of its body. */
function isAnswer(expected: Reply, { status, text }: { status: number; text: string }): boolean {
  const { body } = expected;
  const wanted = typeof body === "string" ? body : new TextDecoder().decode(body ?? undefined);
  return status === expected.status && (wanted === "" || wanted.trim() === text.trim());
}

/** What a provider does when an endpoint is registered. */
export function handshakePoints(options: ProbeOptions): readonly Point[] {
  const { provider, url, verifyToken, timeoutMs } = options;
  const declared: OneOrMore<Handshake> = provider.handshake ?? [];
  return [declared].flat().flatMap((handshake: Handshake): readonly Point[] => {
    const name = `handshake by ${handshake.method ?? "POST"}`;
    if (handshake.verifyToken && verifyToken === undefined) {
      return [skipped(name, "give --verify-token")];
    }
    // Digits are in every syntax that a challenge may have.
    const challenge = Array.from(
      crypto.getRandomValues(new Uint8Array(10)),
      (one) => one % 10,
    ).join("");
    const send = async (token: string) => {
      const delivery = await handshakeDelivery(options, handshake, challenge, token);
      const expected = await expectedReply(options, delivery);
      const reply = await deliver(delivery.method === "POST" ? url : delivery.url, delivery, {
        timeoutMs,
      });
      return { reply, expected };
    };
    const point: Point = {
      name,
      run: async () => {
        const { status = 200 } = handshake.reply;
        let seen: Awaited<ReturnType<typeof send>> | undefined;
        const base = judged(
          name,
          `${status}, with the provider's answer`,
          async () => {
            seen = await send(verifyToken ?? "");
            return seen.reply;
          },
          (reply) => isAnswer(seen?.expected ?? { status, headers: {}, body: null }, reply),
        );
        return base.run();
      },
    };
    if (!handshake.verifyToken) return [point];
    return [
      point,
      judged(
        `${name}, with another token`,
        "403",
        async () => (await send(`not-${challenge}`)).reply,
        ({ status, text }) => status === 403 && !text.includes(challenge),
      ),
    ];
  });
}
