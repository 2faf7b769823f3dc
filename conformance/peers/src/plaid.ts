import { createHash, generateKeyPairSync } from "node:crypto";
import { plaid } from "@hooks/providers/plaid";
import { load, type Peer, post } from "../peer.ts";

const { SignJWT, compactVerify, importJWK } = await load("jose");
const pair = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
const { d, ...publicKey } = pair();
const signing = { ...publicKey, d };
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const peer: Peer = {
  preset: plaid,
  keys: {
    signing: JSON.stringify(signing),
    verifying: JSON.stringify(publicKey),
    other: JSON.stringify(pair()),
  },
  sign: async (body, nowMs) => {
    const token = await new SignJWT({ request_body_sha256: sha256(body) })
      .setProtectedHeader({ alg: "ES256", kid: "bfbd5111-8e33-4643-8ced-b2e642a72f3c", typ: "JWT" })
      .setIssuedAt(Math.floor(nowMs / 1000))
      .sign(await importJWK(signing, "ES256"));
    return post({ "plaid-verification": token }, body);
  },
  verify: async ({ body, headers }) => {
    const key = await importJWK(publicKey, "ES256");
    const { payload } = await compactVerify(headers["plaid-verification"], key);
    return JSON.parse(new TextDecoder().decode(payload)).request_body_sha256 === sha256(body);
  },
};
