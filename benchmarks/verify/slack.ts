import { verify } from "@hooks/core";
import { slack } from "@hooks/providers/slack";
import { type Case, headersOf, load, secret, textOf } from "./case.ts";

// The file of the package that verifies; the package as a whole begins by preparing a server.
const { default: bolt } = await load("@slack/bolt/dist/receivers/verify-request.js");

export const slackCase: Case = {
  name: "Slack's scheme, and JSON",
  provider: slack,
  secret,
  verifiers: {
    "hooks `verify`, which reads the id and type": (delivery) =>
      verify(slack, delivery, { secret }),
    "@slack/bolt's verifier, and `JSON.parse`": (delivery) => {
      const headers = headersOf(delivery);
      const time = Number(headers["x-slack-request-timestamp"]);
      const body = textOf(delivery);
      const typed = { ...headers, "x-slack-request-timestamp": time };
      const isValid = bolt.isValidSlackRequest({ signingSecret: secret, body, headers: typed });
      return isValid && JSON.parse(body);
    },
  },
};
