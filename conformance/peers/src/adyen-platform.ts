import { adyenPlatform } from "@hooks/providers/adyen-platform";
import { load, type Peer, post, shared } from "../peer.ts";

const { default: sdk } = await load("@adyen/api-library");
const validator = new sdk.hmacValidator();
const keys = shared("DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00", "AB12");

export const peer: Peer = {
  preset: adyenPlatform,
  keys,
  sign: (body) => post({ hmacsignature: validator.calculateHmac(body, keys.signing) }, body),
  verify: ({ body, headers }) =>
    validator.validateHMACSignature(keys.verifying, headers["hmacsignature"], body),
};
