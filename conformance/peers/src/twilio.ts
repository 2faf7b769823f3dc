import { twilio } from "@hooks/providers/twilio";
import { formOf, load, type Peer, post, shared, url } from "../peer.ts";

const { default: sdk } = await load("twilio");
const keys = shared("the auth token", "another");

export const peer: Peer = {
  preset: twilio,
  keys,
  bodies: [
    "From=%2B15551234567&Body=genuine&MessageStatus=sent",
    "Body=genuine+gr%C3%B6%C3%9Fe+%26+%3D+%F0%9F%AA%9D&Ab=2&AB=1&aB=3",
  ],
  options: { url },
  sign: (body) => {
    const signature = sdk.getExpectedTwilioSignature(keys.signing, url, formOf(body));
    return post({ "x-twilio-signature": signature }, body);
  },
  verify: ({ body, headers }) =>
    sdk.validateRequest(keys.verifying, headers["x-twilio-signature"], url, formOf(body)),
};
