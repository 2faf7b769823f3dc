import { workos } from "@hooks/providers/workos";
import { load, type Peer, passes, post, shared } from "../peer.ts";

const { WorkOS } = await load("@workos-inc/node");
const { webhooks } = new WorkOS("sk_none");
const keys = shared("the webhook's secret", "another");

export const peer: Peer = {
  preset: workos,
  keys,
  sign: async (body, nowMs) => {
    const signature = await webhooks.computeSignature(nowMs, JSON.parse(body), keys.signing);
    return post({ "workos-signature": `t=${nowMs}, v1=${signature}` }, body);
  },
  verify: ({ body, headers }) =>
    passes(() =>
      webhooks.verifyHeader({
        payload: JSON.parse(body),
        sigHeader: headers["workos-signature"],
        secret: keys.verifying,
      }),
    ),
  // The package signs the payload written anew, and JSON.stringify does not escape as this body does.
  bodies: [
    '{"id":"event_1","event":"user.created","data":{"name":"genuine"}}',
    '{"id":"event_2","event":"user.created","data":{"name":"genuine größe ♥ 🪝 $& $$"}}',
  ],
};
