import { generateKeyPairSync } from "node:crypto";
import { kinde } from "@hooks/providers/kinde";
import { load, type Peer, post } from "../peer.ts";

const { CompactSign } = await load("jose");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const url = "https://example.kinde.com/.well-known/jwks";
const kid = "the-key";
const key = { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };

export const peer: Peer = {
  preset: kinde,
  keys: { signing: "", verifying: url, other: "" },
  published: { [url]: JSON.stringify({ keys: [key] }) },
  sign: async (body) => {
    const signer = new CompactSign(Buffer.from(body));
    const token = await signer.setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
    return post({ "content-type": "application/jwt" }, token);
  },
  forge: (delivery) => {
    const [head, , signature] = delivery.body.split(".");
    const claims = Buffer.from('{"type":"forged"}').toString("base64url");
    return { ...delivery, body: `${head}.${claims}.${signature}` };
  },
};
