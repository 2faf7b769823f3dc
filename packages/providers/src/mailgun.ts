import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "hex",
  content: "{time}{token}",
} as const;

/** Nothing stands between time and token, so only a time of ten digits says where one ends and the other begins. */
const plain = (time: string | undefined): string | undefined => time?.match(/^\d{10}$/)?.[0];

/** A form as an object; a field that is repeated becomes a list. */
function grouped(form: URLSearchParams): Readonly<Record<string, unknown>> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of form) {
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}

const time = { json: "signature.timestamp" };
const timeOfForm = { form: "timestamp" };
const limit = { unit: "s", tolerance: 300 } as const;

const json: NonNullable<Provider["forms"]>[string] = {
  signature: [
    { ...hmac, field: { json: "signature.signature" } },
    { ...hmac, field: { json: "signature.parent-signature" } },
  ],
  timestamp: { ...limit, ...time },
  fields: { time: ({ read }) => plain(read(time)), token: { json: "signature.token" } },
  claims: ({ json }) => Object(json()),
  bodyUnsigned: true,
};

const form: typeof json = {
  sets: { body: "multipart" },
  signature: { ...hmac, field: { form: "signature" } },
  timestamp: { ...limit, ...timeOfForm },
  fields: { time: ({ read }) => plain(read(timeOfForm)), token: { form: "token" } },
  claims: ({ form }) => grouped(form()),
  bodyUnsigned: true,
};

/**
 * Mailgun; the secret is the HTTP webhook signing key:
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 *
 * The event itself is not signed. That of a subaccount is signed with the key of the account above it as well. Routes and
 * older webhooks send forms; of one that is multipart, the payload has the fields, and the body the files. Mailgun names no
 * tolerance, but signs the time.
 */
export const mailgun: Provider = {
  id: "mailgun",
  name: "Mailgun",
  docs: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
  forms: { json, form },
  deliveryId: [{ json: "signature.token" }, { claim: "token" }, { form: "token" }],
  eventType: [{ json: "event-data.event" }, { claim: "event" }, { form: "event" }],
  payload: { claim: "" },
};
