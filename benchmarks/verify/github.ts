import { createHmac, timingSafeEqual } from "node:crypto";
import { WebhookVerificationService } from "@hookflo/tern";
import { type Delivery, verify } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { Webhooks } from "@octokit/webhooks";
import * as octokit from "@octokit/webhooks-methods";
import { type Case, headersOf, secret, textOf } from "./case.ts";

const signatureOf = (delivery: Delivery): string =>
  headersOf(delivery)["x-hub-signature-256"] ?? "";

/** What a careful person writes without a library. */
function isGenuine(delivery: Delivery): boolean {
  const mac = createHmac("sha256", secret).update(delivery.body).digest("hex");
  const expected = Buffer.from(`sha256=${mac}`);
  const given = Buffer.from(signatureOf(delivery));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const webhooks = new Webhooks({ secret });

/** The body and headers as a host that speaks Fetch hands them over. A request can be read once, so each needs its own. */
const requestOf = ({ method, url, headers, body }: Delivery): Request =>
  new Request(url, { method, headers: headers as Record<string, string>, body: body as BodyInit });

const tern = async (delivery: Delivery): Promise<boolean> => {
  const options = { platform: "github", secret } as const;
  return (await WebhookVerificationService.verify(requestOf(delivery), options)).isValid;
};

export const githubCase: Case = {
  name: "GitHub's scheme",
  provider: github,
  secret,
  verifiers: {
    "hooks `verify`": (delivery) => verify(github, delivery, { secret }),
    "by hand: `createHmac`, `timingSafeEqual`": isGenuine,
    "@octokit/webhooks-methods": (delivery) =>
      octokit.verify(secret, textOf(delivery), signatureOf(delivery)),
    "@octokit/webhooks": (delivery) => webhooks.verify(textOf(delivery), signatureOf(delivery)),
    "@hookflo/tern, with its `Request`": tern,
  },
  goals: [
    {
      work: "`verify` is faster than @hookflo/tern, which is given a `Request`, at 1 KB",
      over: ["@hookflo/tern, with its `Request`"],
      bytes: [1024],
      bound: "at least",
      wanted: 8,
    },
  ],
};

export const requestCase: Case = {
  name: "GitHub's scheme, from a `Request`",
  provider: github,
  secret,
  verifiers: {
    "hooks `verify`": async (delivery) => {
      const request = requestOf(delivery);
      const { method, url, headers } = request;
      const body = new Uint8Array(await request.arrayBuffer());
      return verify(github, { method, url, headers, body }, { secret });
    },
    "@hookflo/tern": tern,
  },
  parts: {
    "making and reading the `Request` alone": (delivery) => requestOf(delivery).arrayBuffer(),
  },
};
