import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "hex",
  content: "{time}{token}",
} as const;

/** Nothing stands between time and token, so only a time of ten digits says where one ends and the other begins. */
const plain = (time: string | undefined): string | undefined => time?.match(/^\d{10}$/)?.[0];

const time = { json: "signature.timestamp" };
const timeOfForm = { form: "timestamp" };
const limit = { unit: "s", tolerance: 300 } as const;

/**
 * Mailgun; the secret is the HTTP webhook signing key:
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 *
 * The event itself is not signed. That of a subaccount is signed with the key of the account above it as well. Routes and
 * older webhooks send forms, which count unless they are multipart. Mailgun names no tolerance, but signs the time.
 */
export const mailgun: Provider = {
  id: "mailgun",
  name: "Mailgun",
  docs: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
  forms: {
    json: {
      signature: [
        { ...hmac, field: { json: "signature.signature" } },
        { ...hmac, field: { json: "signature.parent-signature" } },
      ],
      timestamp: { ...limit, ...time },
      fields: { time: ({ read }) => plain(read(time)), token: { json: "signature.token" } },
      bodyUnsigned: true,
    },
    form: {
      signature: { ...hmac, field: { form: "signature" } },
      timestamp: { ...limit, ...timeOfForm },
      fields: { time: ({ read }) => plain(read(timeOfForm)), token: { form: "token" } },
      bodyUnsigned: true,
    },
  },
  deliveryId: [{ json: "signature.token" }, { form: "token" }],
  eventType: [{ json: "event-data.event" }, { form: "event" }],
};
