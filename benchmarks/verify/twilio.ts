import { verify } from "@hooks/core";
import { twilio } from "@hooks/providers/twilio";
import { type Case, headersOf, load, secret, textOf, url } from "./case.ts";

const { default: sdk } = await load("twilio");

const fixed = "From=%2B15551234567&MessageStatus=sent&Body=";

export const twilioCase: Case = {
  name: "Twilio's scheme, over a form",
  provider: twilio,
  secret,
  url,
  bodyOf: (bytes) => fixed + "x".repeat(bytes - fixed.length),
  verifiers: {
    "hooks `verify`, which reads the type": (delivery) => verify(twilio, delivery, { secret }),
    "twilio `validateRequest`": (delivery) => {
      const form = Object.fromEntries(new URLSearchParams(textOf(delivery)));
      const signature = headersOf(delivery)["x-twilio-signature"];
      return sdk.validateRequest(secret, signature, url, form);
    },
  },
};
