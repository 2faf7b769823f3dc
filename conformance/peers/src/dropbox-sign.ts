import { dropboxSign } from "@hooks/providers/dropbox-sign";
import { formOf, load, type Peer, shared } from "../peer.ts";

const { EventCallbackHelper, EventCallbackRequest } = await load("@dropbox/sign");
const keys = shared("324e3b0840f065eb51f3fd63231d0d33daa35d4ed10d27718839e81737065782", "another");
const bodyOf = (more: object): string =>
  JSON.stringify({ event: { event_type: "genuine_event", event_time: "1669926463", ...more } });

export const peer: Peer = {
  preset: dropboxSign,
  keys,
  bodies: [bodyOf({}), bodyOf({ event_metadata: { reported_for_app_id: "größe ♥" } })],
  verify: ({ body }) => {
    const callback = EventCallbackRequest.init(JSON.parse(formOf(body)["json"] ?? ""));
    return EventCallbackHelper.isValid(keys.verifying, callback);
  },
};
