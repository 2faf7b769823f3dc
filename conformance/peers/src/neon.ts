import { generateKeyPairSync } from "node:crypto";
import { neon } from "@hooks/providers/neon";
import { load, type Peer, post } from "../peer.ts";

const { FlattenedSign } = await load("jose");
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const url = "https://ep-cross-check.neonauth.us-east-2.aws.neon.tech/neondb/auth";
const kid = "the-key";
const key = { ...publicKey.export({ format: "jwk" }), kid, alg: "EdDSA" };

export const peer: Peer = {
  preset: neon,
  keys: { signing: "", verifying: url, other: "" },
  published: { [`${url}/.well-known/jwks.json`]: JSON.stringify({ keys: [key] }) },
  sign: async (body, nowMs) => {
    const encoded = Buffer.from(body).toString("base64url");
    const signer = new FlattenedSign(Buffer.from(`${nowMs}.${encoded}`));
    const { protected: head, signature } = await signer
      .setProtectedHeader({ alg: "EdDSA", kid })
      .sign(privateKey);
    const time = String(nowMs);
    return post({ "x-neon-signature": `${head}..${signature}`, "x-neon-timestamp": time }, body);
  },
};
