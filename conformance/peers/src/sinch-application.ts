import { sinchApplication } from "@hooks/providers/sinch-application";
import { load, type Peer, post, shared } from "../peer.ts";

// The file of the package that verifies; the package as a whole asks for others that it does not name.
const main = import.meta.resolve("@sinch/sdk-client");
const { default: sdk } = await load(new URL("utils/authorization.helper.js", main).href);
const keys = shared(btoa("the application's secret"), btoa("another"));
const type = "application/json; charset=utf-8";
const path = "/webhooks";

export const peer: Peer = {
  preset: sinchApplication,
  keys,
  options: { url: `https://example.com${path}`, headers: { "content-type": type } },
  sign: (body, nowMs) => {
    const time = new Date(nowMs).toISOString();
    const signed = [body, type, `x-timestamp:${time}`, path, "the-key", keys.signing];
    const authorization = sdk.generateAuthorizationHeader("POST", ...signed);
    return post({ authorization, "content-type": type, "x-timestamp": time }, body);
  },
  verify: ({ method, body, headers }) => {
    const [, key] = headers["authorization"]?.match(/^Application ([^:]+):/) ?? [];
    return sdk.validateAuthenticationHeader(key, keys.verifying, headers, body, path, method);
  },
};
