import {
  createReceiver,
  type Form,
  type Handshake,
  type Reply,
  type Signature,
  sign,
} from "@hooks/core";
import { handshakeRequest } from "./handshake-request.ts";
import { createKeyPair, encode } from "./key-pair.ts";
import { formsOf, isSignable, keyedSignatures, listOf, testNowMs } from "./provider-forms.ts";
import { fill } from "./signed-content.ts";
import { messageOf } from "./test-provider-forms.ts";
import type { Trial } from "./trial.ts";

const token = "the suite's verify token";
const url = "https://example.com/webhooks";
const utf8 = new TextEncoder();

/** Challenges of which a provider's syntax takes one at least. */
const challenges = ["a challenge of the suite: $& $$", "abcdef0123456789abcdef01", "1158201444"];

const isSigned = ({ method = "POST", unsigned }: Handshake): boolean =>
  method === "POST" && !unsigned;

/** One endpoint of the provider, and a way to send it challenges. */
interface Desk {
  readonly handshake: Handshake;
  readonly signature: Signature;
  readonly secret: string;
  /** Sends a challenge as the provider does; signed with `signing` where it is given. */
  readonly send: (challenge: string, signing?: string, verifyToken?: string) => Promise<Reply>;
  readonly handled: () => number;
}

async function open(
  trial: Trial,
  handshake: Handshake,
  form: string | undefined,
  signature: Signature,
  secret: string,
): Promise<Desk> {
  const { provider } = trial;
  let count = 0;
  const receiver = createReceiver({
    provider,
    secret,
    url,
    verifyToken: token,
    now: () => testNowMs,
    on: { "*": () => void count++ },
  });
  const send: Desk["send"] = async (challenge, signing, verifyToken = token) => {
    const request = handshakeRequest(handshake, challenge, verifyToken);
    if (signing === undefined) return receiver.receive(request);
    const options = { ...request, secret: signing, form, timestamp: testNowMs };
    return receiver.receive(await sign(provider, options));
  };
  return { handshake, signature, secret, send, handled: () => count };
}

/** An HMAC as the first signature of a form has it, which is what a challenge is signed as. */
async function signatureOf(signature: Signature, secret: string, content: string): Promise<string> {
  if (signature.scheme !== "digest" || signature.hash === "MD5" || signature.secretAt !== "key") {
    throw new Error("the suite can't sign a challenge in this way");
  }
  const { hash, secretHash, named } = signature;
  const [, name = "", own = secret] = named ? (secret.match(/^([^|]*)\|(.*)$/s) ?? []) : [];
  const bytes = utf8.encode(own);
  const key = secretHash ? new Uint8Array(await crypto.subtle.digest(secretHash, bytes)) : bytes;
  const algorithm = { name: "HMAC", hash };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", imported, utf8.encode(content));
  const text = encode(new Uint8Array(mac), signature.encoding);
  return named === "signature" ? `${name}|${text}` : text;
}

async function answerTo(
  { handshake, secret, signature }: Desk,
  challenge: string,
): Promise<string> {
  const { answer } = handshake;
  if (answer === undefined) return "";
  const content = answer.content
    .replace("{challenge}", () => challenge)
    .replace("{verifyToken}", () => token)
    .replace("{url}", () => url);
  if (answer.scheme === "sha256") {
    return encode(
      new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(content))),
      "hex",
    );
  }
  if (answer.scheme === "signature") return signatureOf(signature, secret, content);
  const algorithm = { name: "HMAC", hash: answer.hash };
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, utf8.encode(content));
  return encode(new Uint8Array(mac), answer.encoding);
}

const textOf = ({ headers, body }: Reply): string => `${JSON.stringify(headers)}${String(body)}`;

async function checkAnswer(
  trial: Trial,
  desk: Desk,
  challenge: string,
  signing?: string,
): Promise<void> {
  const { contentType, headers = {}, body, status = 200 } = desk.handshake.reply;
  const answer = await answerTo(desk, challenge);
  const given = contentType?.includes("json") ? JSON.stringify(challenge).slice(1, -1) : challenge;
  const filled = (text: string): string =>
    text
      .replace("{challenge}", () => given)
      .replace("{answer}", () => answer)
      .replace("{verifyToken}", () => token);
  const reply = await desk.send(challenge, signing);
  trial.holds(reply.status === status, `the handshake is answered ${reply.status}`);
  trial.holds(
    String(reply.body) === (body === undefined ? "null" : filled(body)),
    `the handshake is answered ${String(reply.body)}`,
  );
  trial.holds(reply.headers["content-type"] === contentType, "the answer has another content type");
  for (const [name, text] of Object.entries(headers)) {
    trial.holds(reply.headers[name] === filled(text), `${name} is ${reply.headers[name]}`);
  }
}

/** What nobody signs is answered with harmless text only, and to whoever knows the token. */
async function checkStrangers(trial: Trial, desk: Desk, challenge: string): Promise<void> {
  if (desk.handshake.verifyToken) {
    for (const wrong of ["another token", `${token}x`, token.slice(1)]) {
      const reply = await desk.send(challenge, undefined, wrong);
      trial.holds(reply.status === 403, `with another token the answer is ${reply.status}`);
      trial.holds(!textOf(reply).includes(challenge), "the challenge is given back to anybody");
    }
  }
  if (!desk.handshake.challenge) return;
  for (const bad of ["a\r\nset-cookie: b", "a\0b", "é", "a".repeat(5000), ""]) {
    const reply = await desk.send(bad);
    trial.holds(
      reply.status >= 400,
      `the challenge ${JSON.stringify(bad.slice(0, 20))} is answered`,
    );
  }
}

/** Nobody gets the signature of a delivery by asking for the answer to a challenge that reads like one. */
async function checkForgery(trial: Trial, desk: Desk, form: Form, signing?: string): Promise<void> {
  const bodies = ["{}", '{"forged":true}', "[1]", "a=1&b=2", '<a b="c"/>'];
  for (const { content } of keyedSignatures(form)) {
    for (const body of bodies) {
      const message = messageOf(form, utf8.encode(body));
      const challenge = new TextDecoder().decode(fill(content, message));
      const reply = await desk.send(challenge, signing);
      const answer = await answerTo(desk, challenge);
      trial.holds(!textOf(reply).includes(answer), `"${challenge}" is signed for whoever asks`);
    }
  }
}

async function checkOne(
  trial: Trial,
  handshake: Handshake,
  [name, form]: readonly [string | undefined, Form],
  signature: Signature,
): Promise<void> {
  const { signing, verifying } = await createKeyPair(signature);
  const { signing: other } = await createKeyPair(signature);
  const desk = await open(trial, handshake, name, signature, verifying);
  const { challengeSyntax = /^/ } = handshake;
  const taken = challenges.filter((one) => challengeSyntax.test(one));
  trial.holds(taken.length > 0, "the suite knows no challenge of this syntax");
  const by = isSigned(handshake) ? signing : undefined;
  for (const challenge of taken) {
    await checkAnswer(trial, desk, challenge, by);
    if (by === undefined) {
      await checkStrangers(trial, desk, challenge);
      continue;
    }
    for (const reply of [await desk.send(challenge), await desk.send(challenge, other)]) {
      trial.holds(reply.status === 401, `a forged challenge is answered ${reply.status}`);
      trial.holds(!textOf(reply).includes(challenge), "a forged challenge is given back");
    }
  }
  trial.holds(desk.handled() === 0, "a handler got the handshake");
  // What is signed and no challenge is an event, and may well reach a handler.
  if (handshake.answer?.scheme === "hmac") await checkForgery(trial, desk, form, by);
}

/** A handshake is answered, exactly as declared, once it is verified where it is signed; no handler sees it. */
export async function checkHandshake(trial: Trial): Promise<void> {
  for (const handshake of listOf(trial.provider.handshake)) {
    for (const form of formsOf(trial.provider)) {
      for (const signature of listOf<Signature>(form[1].signature).filter(isSignable)) {
        await checkOne(trial, handshake, form, signature);
      }
    }
  }
}
