/** What the sender sends, verified by packages of others as they are published. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Provider } from "@hooks/core";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { svix } from "@hooks/providers/svix";
import { createSender } from "@hooks/sender";
import { holds, same, type Tally } from "../tally.ts";
import { load, passes, whsec } from "./peer.ts";

interface Received {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of req.setEncoding("utf8")) text += chunk;
  return text;
}

/** Sends one event, which is refused twice before it is taken, under two secrets; what has come each time. */
async function deliveries(provider: Provider): Promise<readonly Received[]> {
  const received: Received[] = [];
  const server = createServer(async (req, res) => {
    received.push({ body: await bodyOf(req), headers: req.headers as Received["headers"] });
    res.writeHead(received.length < 3 ? 500 : 204).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sender = createSender({
    provider,
    schedule: [0, 0, 0],
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.1/32", port }], onAllow: () => undefined },
  });
  const endpoint = {
    id: "ep_1",
    url: `http://127.0.0.1:${port}/`,
    secrets: [
      { label: "old", value: whsec.other },
      { label: "new", value: whsec.signing },
    ],
  };
  const data = { name: "genuine Zoë \u2028 $& $$ \u0000", list: [1.5, null] };
  try {
    const { code } = await sender.send(endpoint, { type: "user.created", data });
    same("the outcome", code, "delivered");
  } finally {
    await sender.close();
    server.close().closeAllConnections();
  }
  return received;
}

const pairs = [
  { provider: standardWebhooks, verifier: "standardwebhooks" },
  { provider: standardWebhooks, verifier: "svix" },
  { provider: svix, verifier: "svix" },
] as const;

/** Each package takes each attempt under either secret, and nothing that was altered. */
export async function checkSender(tally: Tally): Promise<void> {
  const third = `whsec_${btoa("a third secret of the cross-checks")}`;
  for (const { provider, verifier } of pairs) {
    await tally.check(`${verifier} verifies what is sent as ${provider.id}`, async () => {
      const { Webhook } = await load(verifier);
      const takes = (secret: string, { body, headers }: Received): Promise<boolean> =>
        passes(() => new Webhook(secret).verify(body, headers)).catch(() => false);
      const received = await deliveries(provider);
      same("the number of attempts", received.length, 3);
      for (const one of received) {
        same("the bytes", one.body, received[0]?.body);
        holds(await takes(whsec.signing, one), "the new secret is not accepted");
        holds(await takes(whsec.other, one), "the old secret is not accepted");
        holds(!(await takes(third, one)), "a third secret is accepted");
        const forged = { ...one, body: one.body.replace("genuine", "altered") };
        holds(!(await takes(whsec.signing, forged)), "another body is accepted");
      }
    });
  }
}
