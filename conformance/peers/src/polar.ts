import { polar } from "@hooks/providers/polar";
import { load, type Peer, passes, shared } from "../peer.ts";

const { validateEvent } = (await load("@polar-sh/sdk/2026-04")).webhooks;
const keys = shared("polar_whs_cross_check", "polar_whs_another");
const bodyOf = (name: string): string =>
  JSON.stringify({ type: "customer.created", timestamp: new Date().toISOString(), data: { name } });

export const peer: Peer = {
  preset: polar,
  keys,
  bodies: [bodyOf("genuine"), bodyOf("genuine: größe ♥ $& $$")],
  verify: ({ body, headers }) => passes(() => validateEvent(body, headers, keys.verifying)),
};
