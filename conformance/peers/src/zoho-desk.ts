import { generateKeyPairSync } from "node:crypto";
import { zohoDesk } from "@hooks/providers/zoho-desk";
import { load, type Peer, post } from "../peer.ts";

const { SignJWT } = await load("jose");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const kid = "the-key";
const key = { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };

export const peer: Peer = {
  preset: zohoDesk,
  keys: { signing: "", verifying: "desk.zoho.in|20069482311|4000000012345", other: "" },
  published: { "https://desk.zoho.in/.well-known/jwks.json": JSON.stringify({ keys: [key] }) },
  sign: async (body, nowMs) => {
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
      .setIssuer("orgId:20069482311")
      .setAudience("webhookId:4000000012345")
      .setIssuedAt(Math.floor(nowMs / 1000))
      .setExpirationTime(Math.floor(nowMs / 1000) + 60)
      .sign(privateKey);
    return post({ "x-zdesk-jwt": token }, body);
  },
  // The body is not signed: a token without its end is.
  forge: (delivery) => {
    const token = delivery.headers["x-zdesk-jwt"] ?? "";
    const [head = "", claims = "", signature = ""] = token.split(".");
    const other = Buffer.from(claims, "base64url").toString().replace("4000000012345", "1");
    const forged = [head, Buffer.from(other).toString("base64url"), signature].join(".");
    return { ...delivery, headers: { ...delivery.headers, "x-zdesk-jwt": forged } };
  },
};
