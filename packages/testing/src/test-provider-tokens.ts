import {
  createKeyCache,
  type Delivery,
  type Form,
  type JwtSignature,
  type KeyCache,
  type Requirement,
  type VerifyOptions,
} from "@hooks/core";
import { createKeyPair, encode, type KeyPair } from "./key-pair.ts";
import { makeToken, signShared, type TokenParts } from "./make-token.ts";
import {
  formsOf,
  headerOf,
  isKeyPair,
  listOf,
  requirementsOf,
  testNowMs,
  timeText,
  tokenSignatures,
  withOwnKey,
} from "./provider-forms.ts";
import type { Trial } from "./trial.ts";

const url = "https://example.com/webhooks?a=1";
const seconds = testNowMs / 1000;
const utf8 = new TextEncoder();
const body = utf8.encode('{"genuine":true}');

/** One way in which the provider's tokens come, with a key of the suite's. */
interface Desk {
  readonly trial: Trial;
  readonly form: Form;
  readonly signature: JwtSignature;
  readonly pair: KeyPair;
  readonly options: VerifyOptions;
  readonly genuine: TokenParts;
}

async function claimFor(requirement: Requirement, secret: string): Promise<unknown> {
  if ("equals" in requirement) {
    return requirement.equals
      .replace("{url}", url)
      .replace(/\{secret(?:\.(\d))?\}/, (_, place) =>
        place === undefined ? secret : (secret.split("|")[place] ?? ""),
      );
  }
  const hashed = requirement.hashOf === "body" ? body : utf8.encode(url);
  const hash = await crypto.subtle.digest("SHA-256", hashed);
  return encode(new Uint8Array(hash), requirement.encoding);
}

async function genuineParts(
  form: Form,
  signature: JwtSignature,
  secret: string,
): Promise<TokenParts> {
  const [alg] = listOf<string>(signature.algorithms);
  const claims: Record<string, unknown> = { jti: "evt_1", iat: seconds };
  if (signature.expires) claims["exp"] = seconds + 60;
  if (form.timestamp && "claim" in form.timestamp) {
    const text = timeText(form, testNowMs);
    claims[form.timestamp.claim] = form.timestamp.unit === "iso" ? text : Number(text);
  }
  for (const requirement of requirementsOf(signature)) {
    if ("claim" in requirement) claims[requirement.claim] = await claimFor(requirement, secret);
  }
  return { header: { alg, typ: "JWT", kid: "the suite's" }, claims };
}

/** The delivery that carries a token where the signature has it. */
function carrying({ signature }: Desk, token: string): Delivery {
  const field = headerOf(signature.field);
  if (field === undefined) return { method: "POST", url, headers: {}, body: utf8.encode(token) };
  const headers = { [field.header]: (field.prefix ?? "") + token };
  return { method: "POST", url, headers, body };
}

async function delivery(desk: Desk, change: Partial<TokenParts> = {}): Promise<Delivery> {
  const parts = {
    header: { ...desk.genuine.header, ...change.header },
    claims: { ...desk.genuine.claims, ...change.claims },
  };
  return carrying(desk, await makeToken(desk.signature, desk.pair, parts));
}

/** A token counts only under the algorithms that the preset fixes, and says nothing about its own key. */
async function checkHeaders(desk: Desk): Promise<void> {
  const { trial, options, signature, genuine, pair } = desk;
  const [head, payload, mac] = (await makeToken(signature, pair, genuine)).split(".");
  const encoded = (value: unknown): string =>
    encode(utf8.encode(JSON.stringify(value)), "base64url");
  for (const alg of ["none", "None", "NONE", "", null, "HS1", "RS1", "ES256K", "__proto__"]) {
    for (const last of ["", mac]) {
      const token = `${encoded({ ...genuine.header, alg })}.${payload}.${last}`;
      await trial.refused(`a token of algorithm ${alg}`, carrying(desk, token), options);
    }
  }
  for (const size of ["256", "384", "512"]) {
    if (listOf<string>(signature.algorithms).includes(`HS${size}`)) continue;
    const text = `${encoded({ ...genuine.header, alg: `HS${size}` })}.${payload}`;
    for (const key of publicForms(pair.verifying)) {
      const forged = `${text}.${encode(await signShared(key, size, text), "base64url")}`;
      await trial.refused(
        `a token of another algorithm, HS${size}`,
        carrying(desk, forged),
        options,
      );
    }
  }
  for (const text of [
    `${head}.${payload}`,
    `${head}.${payload}.`,
    `${head}..${mac}`,
    `.${payload}.${mac}`,
    `${head}.${payload}.${mac}.${mac}`,
    `${head}.${payload}.${mac}.`,
    `${head}.${payload}.${mac} `,
    `${head}.${payload}\n.${mac}`,
    `${head}=.${payload}.${mac}`,
    `${head}.${payload}.${mac}/webhooks`,
  ]) {
    await trial.refused(`the token ${text.length}`, carrying(desk, text), options);
  }
  await trial.refused(
    "a critical header",
    await delivery(desk, { header: { crit: ["b64"] } }),
    options,
  );
}

/** What the text of a public key may be taken for. */
function publicForms(text: string): Uint8Array<ArrayBuffer>[] {
  return [
    utf8.encode(text),
    utf8.encode(text.trim()),
    utf8.encode(text.replaceAll(/-----[^-]+-----|\s/g, "")),
  ];
}

/** A key of the sender's own, however the token offers it, is nobody's. */
async function checkOfferedKeys(desk: Desk): Promise<void> {
  const { trial, options, signature } = desk;
  const own = await createKeyPair(signature);
  const jwk = isKeyPair(signature) ? { kty: "RSA" } : { kty: "oct", k: own.verifying };
  for (const header of [
    {},
    { jwk },
    { jku: "https://attacker.example/keys" },
    { x5u: "https://attacker.example/cert.pem", x5c: ["MIIB"] },
    { kid: "../../../../dev/null" },
    { kid: "' OR 1=1 --" },
  ]) {
    const forged = await delivery({ ...desk, pair: own }, { header });
    await trial.refused(`a token under a key of its own (${Object.keys(header)})`, forged, options);
    const kept = await delivery(desk, { header: { ...header, kid: desk.genuine.header["kid"] } });
    await trial.accepted(`a genuine token with ${Object.keys(header)}`, kept, options);
  }
}

/** Each claim that has to hold does, and in its own type. */
async function checkClaims(desk: Desk): Promise<void> {
  const { trial, options, signature, genuine } = desk;
  for (const requirement of requirementsOf(signature)) {
    if (!("claim" in requirement)) continue;
    const { claim } = requirement;
    const right = String(genuine.claims[claim]);
    const isOptional = "missing" in requirement && requirement.missing === "always";
    const wrong = [
      `${right}x`,
      right.slice(1),
      right.toUpperCase(),
      "",
      0,
      {},
      [],
      [[right]],
      { 0: right },
    ];
    for (const value of [...wrong, ...(isOptional ? [] : [null, undefined])]) {
      if (value === right) continue;
      const changed = await delivery(desk, { claims: { [claim]: value } });
      await trial.refused(`a token whose ${claim} is ${JSON.stringify(value)}`, changed, options);
    }
  }
}

/** A token counts from its beginning to its end, and its age is known where the preset says so. */
async function checkTimes(desk: Desk): Promise<void> {
  const { trial, options, signature, form } = desk;
  const { leeway = 300, expires } = signature;
  const at = (claims: TokenParts["claims"]): Promise<Delivery> => delivery(desk, { claims });
  await trial.accepted(
    "a token within its leeway",
    await at({ exp: seconds - leeway + 1 }),
    options,
  );
  await trial.accepted("a token within its leeway", await at({ nbf: seconds + leeway }), options);
  const expired = await at({ exp: seconds - leeway });
  await trial.refused("an expired token", expired, options, "timestamp_too_old");
  const early = await at({ nbf: seconds + leeway + 1 });
  await trial.refused("a token before its time", early, options, "timestamp_in_future");
  for (const value of [null, "", `${seconds + 60}`, {}, [seconds + 60]]) {
    for (const name of ["exp", "nbf", "iat"]) {
      await trial.refused(`${name} of another type`, await at({ [name]: value }), options);
    }
  }
  if (expires) await trial.refused("a token without an end", await at({ exp: undefined }), options);
  if (form.timestamp && "claim" in form.timestamp) {
    const without = await at({ [form.timestamp.claim]: undefined });
    await trial.refused("a token without its time", without, options, "timestamp_malformed");
  }
}

/** A memory that finds a key wherever the provider publishes its own. */
function published(jwk: string): KeyCache {
  const set = JSON.stringify({ keys: [{ ...JSON.parse(jwk), kid: "the suite's" }] });
  return createKeyCache({ fetch: async () => new Response(set) });
}

/** A token is the provider's, for this endpoint and this delivery, and now; made by the suite's own code. */
export async function checkTokens(trial: Trial): Promise<void> {
  for (const [, form] of formsOf(trial.provider)) {
    for (const signature of tokenSignatures(form)) {
      const own = withOwnKey(signature);
      const pair = await createKeyPair(own);
      const { verifying: secret } = signature.keys ? await createKeyPair(signature) : pair;
      const keys = signature.keys && published(pair.verifying);
      const options = { secret, keys, now: () => testNowMs };
      const genuine = await genuineParts(form, signature, secret);
      const desk: Desk = { trial, form, signature: own, pair, options, genuine };
      await trial.accepted("a genuine token", await delivery(desk), options);
      await checkHeaders(desk);
      await checkOfferedKeys(desk);
      await checkClaims(desk);
      await checkTimes(desk);
    }
  }
}
