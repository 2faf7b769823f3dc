import { hmac, sha256 } from "#crypto";
import { type Content, fillContent, joinContent } from "./content.ts";
import { decodeSecret } from "./decode-secret.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import type { Endpoint } from "./flow.ts";
import { formsOf } from "./forms-of.ts";
import { isAmong } from "./is-among.ts";
import { listOf } from "./list-of.ts";
import type { Handshake, Provider } from "./provider.ts";
import type { Reply } from "./reply.ts";
import { labelSecrets, type SecretValue, secretBytes } from "./secrets.ts";
import type { Signature } from "./signature.ts";
import { WebhookError } from "./webhook-error.ts";

/** What is sent back to somebody unknown: short, and nothing that could become a header or a line of its own. */
const harmless = /^[\x20-\x7e]{1,1024}$/;

const isSigned = ({ method = "POST", unsigned }: Handshake): boolean =>
  method === "POST" && !unsigned;

/** What carries a signature is a delivery, whatever else it holds. */
const isBare = (provider: Provider, reader: DeliveryReader): boolean =>
  formsOf(provider)
    .flatMap(([, { signature }]) => listOf<Signature>(signature))
    .every(
      (one) => reader.read("field" in one ? one.field : { header: "authorization" }) === undefined,
    );

function isMeant({ method = "POST", when = [] }: Handshake, reader: DeliveryReader): boolean {
  if (reader.delivery.method !== method) return false;
  return listOf(when).every(({ equals, ...field }) => {
    const text = reader.read(field);
    return equals === undefined ? text !== undefined : text === equals;
  });
}

/** The challenge, `""` where there is none to give back; `undefined` for one that must not be. */
function challengeOf(handshake: Handshake, reader: DeliveryReader): string | undefined {
  const text = reader.read(handshake.challenge) ?? "";
  const syntax = handshake.challengeSyntax ?? (isSigned(handshake) ? /^/ : harmless);
  return handshake.challenge === undefined || syntax.test(text) ? text : undefined;
}

/** A signature as the provider makes them. */
async function signatureOf(
  provider: Provider,
  secret: SecretValue,
  content: Content,
): Promise<string> {
  const [signature] = formsOf(provider).flatMap(([, form]) => listOf<Signature>(form.signature));
  const format = signature && "secret" in signature ? signature.secret : undefined;
  const bytes = decodeSecret(secret, format);
  if (!signature || !bytes) throw new WebhookError("handshake_refused");
  const { signerOf } = await import("./signer-of.ts");
  return (await signerOf(signature)).sign(bytes, signature, content);
}

/** What `{answer}` stands for. */
async function answerOf(
  { answer }: Handshake,
  { provider, verification, secrets, verifyTokens }: Endpoint,
  reader: DeliveryReader,
  challenge: string,
): Promise<string> {
  if (answer === undefined) return "";
  const { delivery } = reader;
  const values: Record<string, string | undefined> = {
    challenge,
    verifyToken: verifyTokens[0],
    url: verification.url,
  };
  const content = fillContent(answer.content, (name) => values[name], new Uint8Array());
  if (!content) throw new WebhookError("option_invalid", "the handshake needs verifyToken or url");
  if (answer.scheme === "sha256") return sha256(joinContent(content));
  const { secret } = verification;
  const set = typeof secret === "function" ? await secret(delivery) : secret;
  const [first] = secrets ?? labelSecrets(set);
  if (answer.scheme === "signature") return signatureOf(provider, first?.value, content);
  const bytes = secretBytes(first?.value);
  if (!bytes) throw new WebhookError("handshake_refused");
  return hmac({ hash: answer.hash, secret: bytes }, content, answer.encoding);
}

/**
 * The answer to a handshake, if the delivery is one.
 *
 * @param isVerified whether its signature was checked; what is signed is answered only then, the rest only before
 * @throws WebhookError `handshake_refused` for another `verifyToken`; what `onHandshake` throws
 */
export async function answerHandshake(
  endpoint: Endpoint,
  reader: DeliveryReader,
  isVerified: boolean,
): Promise<Reply | undefined> {
  for (const handshake of listOf(endpoint.provider.handshake ?? [])) {
    if (isSigned(handshake) !== isVerified || !isMeant(handshake, reader)) continue;
    if (handshake.unsigned && !isBare(endpoint.provider, reader)) continue;
    const challenge = challengeOf(handshake, reader);
    if (challenge === undefined) continue;
    const { verifyToken, reply } = handshake;
    const [ownToken = ""] = endpoint.verifyTokens;
    if (!ownToken && JSON.stringify(reply).includes("{verifyToken}")) continue;
    if (verifyToken && !isAmong(reader.read(verifyToken) ?? "", endpoint.verifyTokens)) {
      throw new WebhookError("handshake_refused");
    }
    const answer = await answerOf(handshake, endpoint, reader, challenge);
    await endpoint.onHandshake?.({ challenge, delivery: reader.delivery });
    const { status = 200, contentType, headers = {}, body } = reply;
    const isJson = contentType?.includes("json");
    const text = isJson ? JSON.stringify(challenge).slice(1, -1) : challenge;
    const values: Record<string, string> = { challenge: text, answer, verifyToken: ownToken };
    const fill = (template: string): string =>
      template.replace(/\{(challenge|answer|verifyToken)\}/g, (_, name) => values[name] ?? "");
    const filled = Object.entries(headers).map(([name, template]) => [name, fill(template)]);
    const type = contentType && {
      "content-type": contentType,
      "x-content-type-options": "nosniff",
    };
    return {
      status,
      headers: { ...type, ...Object.fromEntries(filled) },
      body: body === undefined ? null : fill(body),
    };
  }
  return undefined;
}
