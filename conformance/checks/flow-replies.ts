import type { Provider, Reply } from "@hooks/core";
import { provider } from "../endpoint.ts";
import { same } from "../tally.ts";
import { type FlowCase, textOf } from "./flow-trial.ts";

/** Has to be shown that the endpoint knows the secret. */
const proving: Provider = {
  ...provider,
  handshake: {
    when: { json: "type", equals: "ping" },
    challenge: { json: "challenge" },
    challengeSyntax: /^[a-z0-9]{8}$/,
    answer: { scheme: "hmac", hash: "SHA-256", encoding: "hex", content: "{challenge}" },
    reply: { contentType: "text/plain", body: "{answer}" },
  },
};

const replies: readonly (readonly [name: string, reply: Reply])[] = [
  [
    "text",
    { status: 201, headers: { "content-type": "text/xml" }, body: "<größe>♥ 🪝 $&</größe>" },
  ],
  ["untyped text", { status: 200, headers: {}, body: "ok" }],
  ["bytes", { status: 200, headers: { "x-a": 'b;  c="d"' }, body: Uint8Array.of(0, 255, 254) }],
  ["no body", { status: 204, headers: { location: "/jobs/1" }, body: null }],
];

/** What is verified gets its answer. */
export const replyCases: readonly FlowCase[] = [
  {
    name: "accepted",
    run: async (start) => {
      const trial = start();
      await trial.accepts(await trial.signed('{"type":"order.paid","größe":[1]}'));
      const [event] = trial.events;
      same(
        "the event",
        [event?.id, event?.type, event?.payload],
        ["msg_1", "order.paid", { type: "order.paid", größe: [1] }],
      );
      trial.has(1, "processed");
    },
  },
  {
    name: "a handshake",
    run: async (start) => {
      const trial = start();
      const signed = await trial.signed('{"type":"ping","challenge":"$& 🪝"}');
      const forged = {
        ...signed,
        body: new TextEncoder().encode('{"type":"ping","challenge":"a"}'),
      };
      await trial.refuses(401, "signature_mismatch", forged);
      const answer = await trial.send(signed);
      same("the answer", textOf(answer), "200 pong $& 🪝");
      same("its type", answer.headers["content-type"]?.startsWith("text/plain"), true);
      trial.has(0, "signature_mismatch", "handshake");
    },
  },
  {
    name: "a handshake that asks for the secret",
    run: async (start) => {
      const trial = start({ provider: proving });
      const answer = await trial.send(await trial.signed('{"type":"ping","challenge":"abcd1234"}'));
      // Computed by Python's hmac.
      same(
        "the answer",
        textOf(answer),
        "200 e32249e772a7b7560e6e3b67e958343fad649c1980509754e2357b094193c399",
      );
      // Of another shape it could be the content of a delivery; so it is an event like any other.
      await trial.accepts(await trial.signed('{"type":"ping","challenge":"a.b"}'));
      trial.has(1, "handshake", "processed");
    },
  },
  ...replies.map(([name, reply]) => ({
    name: `a reply of ${name}`,
    run: async (start: Parameters<FlowCase["run"]>[0]): Promise<void> => {
      const trial = start({ on: { "*": () => reply } });
      const { status, headers, body } = await trial.send(await trial.signed());
      const text =
        typeof reply.body === "string" ? new TextEncoder().encode(reply.body) : reply.body;
      same("the answer", { status, headers }, { status: reply.status, headers: reply.headers });
      same("its body", body, text ?? new Uint8Array());
    },
  })),
];
