import { createKeyCache, isWebhookError, sign, verify } from "@hooks/core";
import { holds, type Tally } from "../tally.ts";
import type { Peer, PeerDelivery } from "./peer.ts";

const json = [
  '{"id":"evt_1","type":"thing.done","name":"genuine"}',
  '{"id":"evt_2","type":"thing.done","name":"genuine: größe ♥ 🪝 \\u2028","money":"$& $$ $1"}',
  '{"id":"evt_3","type":"thing.done","list":[1,2.5,null,true,{}],"name":"genuine"}',
];

/** By us; what is no refusal of a webhook is a failure of the check. */
async function weAccept(peer: Peer, delivery: PeerDelivery): Promise<boolean> {
  const { preset, keys, published = {} } = peer;
  const fetch = async (from: string): Promise<Response> => new Response(published[from]);
  try {
    await verify(preset, delivery, { secret: keys.verifying, keys: createKeyCache({ fetch }) });
    return true;
  } catch (error) {
    if (isWebhookError(error) && error.status === 401) return false;
    throw error;
  }
}

/** By the package, which may refuse in any way. */
async function theyAccept({ verify: theirs }: Peer, delivery: PeerDelivery): Promise<boolean> {
  try {
    return (await theirs?.(delivery)) === true;
  } catch {
    return false;
  }
}

/** What we have signed, as the package takes it. */
async function weSign(peer: Peer, body: string, secret: string): Promise<PeerDelivery> {
  const delivery = await sign(peer.preset, { ...peer.options, secret, body });
  const headers = delivery.headers as Record<string, string>;
  return { ...delivery, headers, body: new TextDecoder().decode(delivery.body) };
}

function forged({ forge }: Peer, delivery: PeerDelivery): PeerDelivery {
  if (forge) return forge(delivery);
  const body = delivery.body.replace("genuine", "forged");
  if (body === delivery.body) throw new Error("there is nothing to forge");
  return { ...delivery, body };
}

/** Neither side takes it: whichever of the two is there. */
async function bothRefuse(peer: Peer, delivery: PeerDelivery, what: string): Promise<void> {
  holds(!(await weAccept(peer, delivery)), `we accept ${what}`);
  if (peer.verify) holds(!(await theyAccept(peer, delivery)), `they accept ${what}`);
}

async function bothAccept(peer: Peer, delivery: PeerDelivery, what: string): Promise<void> {
  holds(await weAccept(peer, delivery), `we refuse ${what}`);
  if (peer.verify) holds(await theyAccept(peer, delivery), `they refuse ${what}`);
}

/** Each side takes what the other has signed, and neither takes it once it is altered, or by another's secret. */
export async function crossCheck(peer: Peer, tally: Tally): Promise<void> {
  const { sign: theirs, verify: theirVerify, keys, bodies = json } = peer;
  if (!theirs && !theirVerify) throw new Error("the package neither signs nor verifies");
  for (const [i, body] of bodies.entries()) {
    const named = (what: string): string => `${peer.preset.id}, body ${i}: ${what}`;
    if (theirs) {
      await tally.check(named("what they have signed"), async () =>
        bothAccept(peer, await theirs(body, Date.now()), "it"),
      );
      await tally.check(named("what they have signed, altered"), async () =>
        bothRefuse(peer, forged(peer, await theirs(body, Date.now())), "it"),
      );
    }
    if (!theirVerify) continue;
    await tally.check(named("what we have signed"), async () =>
      bothAccept(peer, await weSign(peer, body, keys.signing), "it"),
    );
    await tally.check(named("what we have signed, altered"), async () =>
      bothRefuse(peer, forged(peer, await weSign(peer, body, keys.signing)), "it"),
    );
    await tally.check(named("what we have signed with another secret"), async () =>
      bothRefuse(peer, await weSign(peer, body, keys.other), "it"),
    );
  }
}
