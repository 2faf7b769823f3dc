import { createHash, generateKeyPairSync } from "node:crypto";
import { fusionauthKeyPair } from "@hooks/providers/fusionauth-key-pair";
import { load, type Peer, post, shared } from "../peer.ts";

const { SignJWT } = await load("jose");
const url = "https://auth.example.com";
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig" };

export const peer: Peer = {
  preset: fusionauthKeyPair,
  keys: shared(url, "https://another.example.com"),
  published: { [`${url}/.well-known/jwks.json`]: JSON.stringify({ keys: [key] }) },
  sign: async (body) => {
    const hash = createHash("sha256").update(body).digest("base64");
    const token = new SignJWT({ request_body_sha256: hash });
    const signed = await token.setProtectedHeader({ alg: "ES256", kid: "k1" }).sign(privateKey);
    return post({ "x-fusionauth-signature-jwt": signed }, body);
  },
};
