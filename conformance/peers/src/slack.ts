import { slack } from "@hooks/providers/slack";
import { load, type Peer, shared } from "../peer.ts";

// The file of the package that verifies; the package as a whole begins by preparing a server.
const { default: verifier } = await load("@slack/bolt/dist/receivers/verify-request.js");
const keys = shared("8f742231b10e8888abcd99yyyzzz85a5", "another");

export const peer: Peer = {
  preset: slack,
  keys,
  verify: ({ body, headers }) => {
    const time = Number(headers["x-slack-request-timestamp"]);
    const typed = { ...headers, "x-slack-request-timestamp": time };
    const options = { signingSecret: keys.verifying, body, headers: typed };
    return verifier.isValidSlackRequest(options);
  },
};
