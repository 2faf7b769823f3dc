import { vonageSms } from "@hooks/providers/vonage-sms";
import { formOf, load, type Peer, shared } from "../peer.ts";

const { AlgorithmTypes } = await load("@vonage/auth");
const { SMS } = await load("@vonage/sms");
const sms = new SMS({ apiKey: "none", apiSecret: "none" });
const keys = shared("my_secret_key_for_testing", "another");

export const peer: Peer = {
  preset: vonageSms,
  keys,
  bodies: [
    "messageId=020000001B0FE827&msisdn=14843472194&text=genuine&to=13239877404&type=text",
    "messageId=020000001B0FE828&text=genuine+a%3D1%26b%3D2+gr%C3%B6%C3%9Fe+%F0%9F%AA%9D&to=1",
  ],
  verify: ({ body }) => {
    const { sig, ...parameters } = formOf(body);
    return sms.verifySignature(sig, parameters, keys.verifying, AlgorithmTypes.md5hash);
  },
};
