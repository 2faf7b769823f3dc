import { createHash } from "node:crypto";
import { fusionauth } from "@hooks/providers/fusionauth";
import { load, type Peer, post, shared } from "../peer.ts";

const { SignJWT, jwtVerify } = await load("jose");
const keys = shared("a secret of the cross-checks, 32 b", "another of the cross-checks, 32 b");
const secret = new TextEncoder().encode(keys.signing);
const header = "x-fusionauth-signature-jwt";
const hashOf = (body: string): string => createHash("sha256").update(body).digest("base64");

export const peer: Peer = {
  preset: fusionauth,
  keys,
  sign: async (body) => {
    const token = new SignJWT({ request_body_sha256: hashOf(body) });
    return post({ [header]: await token.setProtectedHeader({ alg: "HS256" }).sign(secret) }, body);
  },
  verify: async ({ body, headers }) => {
    const { payload } = await jwtVerify(headers[header], secret);
    return payload.request_body_sha256 === hashOf(body);
  },
};
