import { pusher } from "@hooks/providers/pusher";
import { load, type Peer, shared } from "../peer.ts";

const { default: Pusher } = await load("pusher");
const keys = shared("the app's secret", "another");
const sdk = new Pusher({ appId: "1", key: "the-key", secret: keys.verifying, cluster: "eu" });

export const peer: Peer = {
  preset: pusher,
  keys,
  options: { headers: { "x-pusher-key": "the-key" } },
  verify: ({ body, headers }) => sdk.webhook({ headers, rawBody: body }).isValid(),
};
