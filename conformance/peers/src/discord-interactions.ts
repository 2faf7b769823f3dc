import { discordInteractions } from "@hooks/providers/discord-interactions";
import { ed25519Keys, load, type Peer } from "../peer.ts";

const { verifyKey } = await load("discord-interactions");
const keys = ed25519Keys();

export const peer: Peer = {
  preset: discordInteractions,
  keys,
  verify: ({ body, headers }) =>
    verifyKey(
      body,
      headers["x-signature-ed25519"],
      headers["x-signature-timestamp"],
      keys.verifying,
    ),
};
