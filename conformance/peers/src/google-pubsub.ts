import { generateKeyPairSync } from "node:crypto";
import { googlePubsub } from "@hooks/providers/google-pubsub";
import { load, type Peer, post, url } from "../peer.ts";

const { SignJWT } = await load("jose");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const kid = "the-key";
const key = { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
const email = "push@example.iam.gserviceaccount.com";

export const peer: Peer = {
  preset: googlePubsub,
  keys: { signing: "", verifying: email, other: "" },
  published: { "https://www.googleapis.com/oauth2/v3/certs": JSON.stringify({ keys: [key] }) },
  sign: async (body, nowMs) => {
    const token = await new SignJWT({ email, email_verified: true })
      .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
      .setIssuer("https://accounts.google.com")
      .setAudience(url)
      .setIssuedAt(Math.floor(nowMs / 1000))
      .setExpirationTime(Math.floor(nowMs / 1000) + 3600)
      .sign(privateKey);
    return post({ authorization: `Bearer ${token}` }, body);
  },
  // The body is not signed: the token of somebody else is.
  forge: (delivery) => {
    const token = delivery.headers["authorization"] ?? "";
    const [head = "", claims = "", signature = ""] = token.split(".");
    const other = Buffer.from(claims, "base64url").toString().replace(email, `x${email}`);
    const forged = [head, Buffer.from(other).toString("base64url"), signature].join(".");
    return { ...delivery, headers: { ...delivery.headers, authorization: forged } };
  },
};
