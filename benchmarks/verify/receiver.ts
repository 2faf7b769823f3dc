import { createReceiver, type Delivery, type Receiver, verify } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { memoryStore } from "@hooks/store-memory";
import { type Case, headersOf, secret, textOf, type Verifier } from "./case.ts";

const options = { provider: github, secret, on: { "*": () => undefined } };
const receiver = createReceiver(options);
const storing = createReceiver({ ...options, store: memoryStore() });

const receives = async ({ receive }: Receiver, delivery: Delivery): Promise<boolean> =>
  (await receive(delivery)).status === 200;

let count = 0;
const another = (delivery: Delivery): Delivery => ({
  ...delivery,
  headers: { ...headersOf(delivery), "x-github-delivery": `delivery-${++count}` },
});

const alone = "hooks `verify` and `JSON.parse`";
const verifyAlone: Verifier = async (delivery) => {
  await verify(github, delivery, { secret });
  return JSON.parse(textOf(delivery));
};

export const receiverCases: readonly Case[] = [
  {
    name: "A receiver, over `verify` and `JSON.parse`",
    provider: github,
    secret,
    verifiers: {
      "hooks `receive`, without a store": (delivery) => receives(receiver, delivery),
      [alone]: verifyAlone,
    },
  },
  {
    name: "A receiver with the memory store, over `verify` and `JSON.parse`",
    provider: github,
    secret,
    verifiers: {
      "hooks `receive`, a new delivery each": (delivery) => receives(storing, another(delivery)),
      [alone]: verifyAlone,
    },
    goals: [
      {
        work: "`receive` with the memory store and a handler, over `verify` and `JSON.parse`, at 1 KB",
        over: [alone],
        bytes: [1024],
        bound: "at most",
        wanted: 2.5,
      },
    ],
  },
];
