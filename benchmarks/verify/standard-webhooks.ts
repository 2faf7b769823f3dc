import { createHmac } from "node:crypto";
import { verify } from "@hooks/core";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { type Case, headersOf, secret, textOf } from "./case.ts";

const standard = new StandardWebhook(secret);
const svix = new SvixWebhook(secret);
const over = ["standardwebhooks", "svix"] as const;
const work = "`verify` is faster than standardwebhooks and svix on their own scheme";

export const standardWebhooksCase: Case = {
  name: "Standard Webhooks, and JSON",
  provider: standardWebhooks,
  secret,
  verifiers: {
    "hooks `verify`, which reads the type": (delivery) =>
      verify(standardWebhooks, delivery, { secret }),
    standardwebhooks: (delivery) => standard.verify(textOf(delivery), headersOf(delivery)),
    svix: (delivery) => svix.verify(textOf(delivery), headersOf(delivery)),
  },
  // Nobody who gives the event as a value is faster than these two.
  parts: {
    "`createHmac` and `JSON.parse` alone": ({ body }) => {
      createHmac("sha256", secret).update(body).digest("base64");
      return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString());
    },
  },
  goals: [
    { work: `${work}, at 1 KB`, over, bytes: [1024], bound: "at least", wanted: 4 },
    { work: `${work}, at 256 KB`, over, bytes: [262_144], bound: "at least", wanted: 8 },
  ],
};
